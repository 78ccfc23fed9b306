from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import times
from nuandong.rescue.errors import raced
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.events.stay import PersonAdmitted, SecurityRefused
from nuandong.rescue.kinds_stay import Flag, Identity, Security
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.door import medical_refusal
from nuandong.rescue.policies.stay import check_move, check_officer
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.stay import StayState


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The security check: its result, who made it (None: whoever types), what was found and handed over.

    `medically_cleared`: a doctor saw whoever is ill or seems to be, and lets him come in.
    """

    result: str = Security.PASSED
    officer: UUID | None = None
    articles: str = ""
    medically_cleared: bool = False


@transaction.atomic
def admit(
    *, by: Actor, now: datetime, stay: UUID, check: Check, photo: UUID | None = None, acted_at: datetime | None = None
) -> Stay:
    """Make the security check and let the person in; bed, meal and doctor need no more than the number.

    The clocks of the stay start at `acted_at`. Whoever refuses the check stays at the door: it can be made again, or
    help ends. Raises Forbidden (also a man searching a woman), OutOfScope, NotFound, NotNow, Invalid (also somebody ill
    whom no doctor saw), Conflict. Source: RES-020, RES-033 (逢进必检), facts 2.2 rows 5 and 7, 国务院令第381号.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.admit", region=row.region)
    check_move(row, "admit")
    result, officer = _result(check), _officer(check, by, row)
    at = times.told(acted_at, now, after=row.arrived_at)
    passed = result is not Security.REFUSED
    if passed and (ill := medical_refusal(row.flags, row.encounter, cleared=check.medically_cleared)) is not None:
        raise ill
    changed = Stay.objects.filter(id=row.id, state=StayState.ARRIVED).update(
        security=result,
        security_at=at,
        security_by=officer,
        articles_sealed=seal(Stay, "articles_sealed", row.id, check.articles),
        **({"state": StayState.ADMITTED, "entered_at": at, "photo": photo or row.photo} if passed else {}),
    )
    if changed != 1:
        raise raced("")
    payload = PersonAdmitted(
        identity=Identity(row.identity),
        flags=[Flag(one) for one in row.flags],
        security=result,
        medically_cleared=check.medically_cleared,
    )
    words = {"articles": check.articles} if check.articles else None
    journal.record(
        payload if passed else SecurityRefused(),
        by=by,
        now=now,
        acted_at=at,
        region=row.region,
        subject=row.id,
        text=words,
    )
    return stay_of(row.id)


def _result(check: Check) -> Security:
    if check.result not in Security.values:
        raise unknown_code("security", _("安全检查结果"), check.result)
    result = Security(check.result)
    if result is Security.ARTICLES and not check.articles.strip():
        raise required("articles", _("查出的物品"))
    return result


def _officer(check: Check, by: Actor, stay: Stay) -> UUID:
    """Who made the check: in service, and of a sex that may search this person."""
    officer = check.officer or by.staff
    searcher = org.staff_by_id(officer)
    if officer != by.staff and (searcher is None or not searcher.active):
        raise Invalid(
            "rescue.officer_unknown",
            _("所选的检查人不在岗。"),
            _("请从本站在岗人员中选择检查人。"),
            field="officer",
        )
    check_officer(stay.sex, searcher.sex if searcher else "")
    return officer
