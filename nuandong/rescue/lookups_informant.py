"""Informants and their rewards by id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors import no_such
from nuandong.rescue.models import Informant, InformantReward


def informant_of(identity: UUID, *, lock: bool = False) -> Informant:
    """An informant of the entered scope. Acts on one informant lock him, so that they follow each other."""
    rows = Informant.objects.filter(id=identity)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None:
        raise no_such(_("信息员"))
    return found


def reward_of(identity: UUID) -> InformantReward:
    """A reward of the entered scope."""
    found = InformantReward.objects.filter(id=identity).first()
    if found is None:
        raise no_such(_("奖励"))
    return found
