"""What waits about people met outdoors: signatures, reviews, departments to tell, visits not made, hospital cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.rescue import hospitals, selectors_due, selectors_encounter
from nuandong.rescue.reference_station import station
from nuandong.web.encounters import who
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.pages.stays.cases import called
from nuandong.web.wording import INFO, LATE, SOON_TONE, said

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter

_DAY: Final = timedelta(days=1)
_DAY_MINUTES: Final = 24 * 60
VISITS_AHEAD: Final = timedelta(days=1)
_FEW_HOURS: Final = timedelta(hours=3)


def unsigned(actor: Actor, now: datetime) -> Iterator[Item]:
    """Later entries of others that wait for a leader's signature."""
    for row in selectors_due.unsigned(actor, but_of=actor.staff, limit=MOST):
        yield Item(
            tone_of(row.countersign_due, now, _DAY),
            _("复核补录：%(what)s") % {"what": _met(row)},
            reverse("encounter-countersign", args=[row.id]),
            due=row.countersign_due,
            soon=_DAY_MINUTES,
            action=_("复核签字"),
            icon="signature",
        )


def to_review(actor: Actor, now: datetime) -> Iterator[Item]:
    """Rescues in severe weather whose review comes afterwards."""
    for row in selectors_due.to_review(actor, limit=MOST):
        yield Item(
            tone_of(row.review_due, now, _DAY),
            _("补审查：%(what)s") % {"what": _met(row)},
            reverse("encounter-review", args=[row.id]),
            due=row.review_due,
            soon=_DAY_MINUTES,
            action=_("审查"),
            icon="clipboard-check",
        )


def visits(actor: Actor, now: datetime) -> Iterator[Item]:
    """Those whom one has to see to oneself again."""
    for visit in selectors_encounter.visits_due(actor.staff, until=now + VISITS_AHEAD)[:MOST]:
        yield Item(
            tone_of(visit.due_at, now, _FEW_HOURS),
            _("回访：%(what)s") % {"what": _place(visit.encounter)},
            reverse("follow-up", args=[visit.id]),
            due=visit.due_at,
            soon=180,
            icon="walk",
        )


def visits_late(actor: Actor, now: datetime) -> Iterator[Item]:
    """Visits that others have not made in time: whoever leads sees to it that somebody goes."""
    for visit in selectors_due.visits_late(actor, now=now, but_of=actor.staff, limit=MOST):
        yield Item(
            LATE,
            _("回访已迟：%(what)s") % {"what": _place(visit.encounter)},
            reverse("encounter", args=[visit.encounter_id]),
            due=visit.due_at,
            action=_("查看"),
            icon="walk",
        )


def to_tell(actor: Actor, now: datetime) -> Iterator[Item]:
    """Departments that must hear of somebody one has recorded."""
    yield from _to_tell(actor, now, own=True)


def to_tell_of_others(actor: Actor, now: datetime) -> Iterator[Item]:
    """Departments that nobody has told although the time for it is over."""
    yield from _to_tell(actor, now, own=False)


def _to_tell(actor: Actor, now: datetime, *, own: bool) -> Iterator[Item]:
    titles = station().departments
    for notice in selectors_due.departments_to_tell(actor, limit=MOST, own=own):
        due = selectors_due.tell_by(notice)
        if not own and due >= now:
            continue
        department = said(titles[notice.department].title) if notice.department in titles else notice.department
        page = reverse("encounter-tell", args=[notice.encounter_id, notice.department])
        yield Item(
            tone_of(due, now, _FEW_HOURS),
            _("通报%(department)s：%(what)s") % {"department": department, "what": _place(notice.encounter)},
            page if actor.may("rescue.encounter.record") else reverse("encounter", args=[notice.encounter_id]),
            due=due,
            soon=60,
            action=_("登记通报"),
            icon="phone-call",
        )


def cases(actor: Actor, now: datetime) -> Iterator[Item]:
    """Hospital cases one follows until they are settled."""
    found = selectors_due.cases_followed(actor, limit=MOST)
    names = hospitals.names(found) if found else {}
    for case in found:
        waits = _("待结算") if case.discharged_at else _("住院中") if case.verified_at else _("待到院甄别核实")
        yield Item(
            INFO if case.verified_at and not case.discharged_at else SOON_TONE,
            _("跟踪住院：%(where)s") % {"where": names.get(case.hospital_id, "")},
            reverse("hospital-case", args=[case.id]),
            note=f"{called(case)} · {waits}",
            icon="building-hospital",
        )


def _met(row: "Encounter") -> str:
    return f"{who(row.categories)} {_place(row)}".strip()


def _place(row: "Encounter") -> str:
    return row.place_text or (row.place.name if row.place else "") or _("地点不详")
