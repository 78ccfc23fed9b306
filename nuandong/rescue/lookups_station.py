"""Encounters, stays and what belongs to them by id, or NotFound in the words of the office."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.rescue.errors import no_such
from nuandong.rescue.models import Bed, Encounter, FollowUp, HospitalCase, KinNotice, LeaveRequest, Stay

_Row = TypeVar("_Row", bound=models.Model)


def encounter_of(identity: UUID, *, lock: bool = False) -> Encounter:
    """An encounter of the entered scope; `lock` until the end of the transaction."""
    return _one(Encounter, identity, _("现场救助记录"), lock)


def follow_up_of(identity: UUID, *, lock: bool = False) -> FollowUp:
    """A follow-up visit of the entered scope."""
    return _one(FollowUp, identity, _("跟踪劝导"), lock)


def hospital_case_of(identity: UUID, *, lock: bool = False) -> HospitalCase:
    """A hospital case of the entered scope."""
    return _one(HospitalCase, identity, _("住院记录"), lock)


def stay_of(identity: UUID, *, lock: bool = False) -> Stay:
    """A stay of the entered scope. Acts on one stay lock it, so that they follow each other."""
    return _one(Stay, identity, _("在站记录"), lock)


def bed_of(identity: UUID, *, lock: bool = False) -> Bed:
    """A bed of the entered scope."""
    return _one(Bed, identity, _("床位"), lock)


def notice_of(identity: UUID, *, lock: bool = False) -> KinNotice:
    """A kin-search notice of the entered scope."""
    return _one(KinNotice, identity, _("寻亲公告"), lock)


def leave_request_of(identity: UUID, *, lock: bool = False) -> LeaveRequest:
    """A request to leave of the entered scope."""
    return _one(LeaveRequest, identity, _("离站申请"), lock)


def _one(model: type[_Row], identity: UUID, what: str, lock: bool) -> _Row:
    rows = model._default_manager.filter(pk=identity)
    return only(rows.select_for_update(no_key=True) if lock else rows, no_such(what))
