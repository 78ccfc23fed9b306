"""Informants and their rewards by id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.rescue.errors import no_such
from nuandong.rescue.models import Informant, InformantReward


def informant_of(identity: UUID, *, lock: bool = False) -> Informant:
    """An informant of the entered scope. Acts on one informant lock him, so that they follow each other."""
    rows = Informant.objects.filter(id=identity)
    return only(rows.select_for_update(no_key=True) if lock else rows, no_such(_("信息员")))


def reward_of(identity: UUID) -> InformantReward:
    """A reward of the entered scope."""
    return only(InformantReward.objects.filter(id=identity), no_such(_("奖励")))
