"""What of a season waits for the actor: to be asked, assessed, handed up, reviewed, decided, paid; and by when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet

from nuandong.geo.codes import Level, level_of, span
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.plans.vocabulary import calendar
from nuandong.relief import freezes, selectors_findings, selectors_noticing, selectors_season
from nuandong.relief import policies_applying as policies
from nuandong.relief.actions.draft_decision import DECIDE
from nuandong.relief.actions.file_objection import ANSWER
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.actions.sign_decision import SIGN
from nuandong.relief.calendars import Stretch, days_of
from nuandong.relief.models import Application, Decision, Entitlement, Need, Notice, NoticeLine, Pack, Payout, Season
from nuandong.relief.paying.late import due_money
from nuandong.relief.policies_findings import SEE as SEE_FINDINGS
from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE
from nuandong.relief.procedures import After, procedure_of
from nuandong.relief.steps import ENDED, ApplicationState, DecisionState, PackState, PayoutState

MOST_PACKS: Final = 12
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: `code` says what is to be done (`CODES`), `count` with how many, `subject` and `region` where.

    `day` is when it can or must be done: with `must` the last day, else the first on which it can be done.
    """

    code: str
    count: int
    subject: UUID | None = None
    region: int = 0
    day: date | None = None
    must: bool = False


CODES: Final = (
    "take", "complete", "revise", "assess", "post", "answer", "submit", "review", "forward", "list", "send", "sign",
    "plan", "freeze", "check", "release", "result", "findings", "frozen",
)  # fmt: skip


def queue(of: Season, *, by: Actor, today: date) -> list[Waiting]:
    """What waits for the actor in a season; a closed one waits for nobody. Raises Forbidden."""
    permissions.check(by, policies.SEE)
    if of.closed_at is not None:
        return []
    days = {one.code: one.begins for one in timetable(of, today)}
    found: list[Waiting] = []
    for permission, source in _SOURCES:
        if permission in by.permissions:
            found += [one for one in source(of, by, today, days) if one.count]
    return sorted(found, key=lambda one: CODES.index(one.code))


def timetable(of: Season, today: date) -> list[Stretch]:
    """The days of the season from the first notice that hung, or as if one were posted today (DIS-021, DIS-028)."""
    first = Notice.objects.filter(season=of, posted_at__isnull=False).aggregate(first=Min("posted_at"))["first"]
    return days_of(procedure_of(of), local_date(first) if first else today, calendar())


_Days = dict[str, date]


def _reports(of: Season, by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    inside = span(by.region)
    known = Application.objects.filter(season=of).exclude(state__in=sorted(ENDED)).values("household")
    needs = Need.objects.filter(season=of.year, region__gte=inside.lo, region__lt=inside.hi, ended_at=None)
    left = needs.exclude(household__in=known).count()
    if level_of(by.region) in {Level.VILLAGE, Level.TOWNSHIP}:
        yield Waiting("take", left, region=by.region)
    counted = Application.objects.filter(season=of).aggregate(
        open=Count("id", filter=Q(state=ApplicationState.REPORTED, amount_fen=None)),
        back=Count("id", filter=Q(state=ApplicationState.RETURNED)),
    )
    yield Waiting("complete", counted["open"])
    yield Waiting("revise", counted["back"])


def _assessments(of: Season, _by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    rows = Application.objects.filter(season=of, state=ApplicationState.REPORTED, amount_fen__isnull=False)
    for region, homes in rows.order_by("region").values_list("region").annotate(Count("id"))[:MOST_PACKS]:
        yield Waiting("assess", homes, region=region)


def _wall(of: Season, by: Actor, today: date, _days: _Days) -> Iterator[Waiting]:
    rows = selectors_noticing.to_do_rows(by, today).filter(season=of)
    found = rows.aggregate(count=Count("id"), day=Min("ends_on"))
    yield Waiting("post", found["count"], day=found["day"], must=True)


def _objections(of: Season, by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    yield Waiting("answer", selectors_noticing.open_objections(by).filter(notice__season=of).count())


def _packs_open(of: Season, _by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    rows = Pack.objects.filter(season=of, state=PackState.OPEN)
    yield from _packs(of, rows.annotate(n=_homes(ApplicationState.ASSESSED)).filter(n__gt=0), "submit", "assess")


def _packs_at_township(of: Season, _by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    rows = Pack.objects.filter(season=of, state=PackState.WITH_TOWNSHIP).annotate(
        left=_homes(ApplicationState.WITH_TOWNSHIP), n=_homes(ApplicationState.REVIEWED)
    )
    for row in rows.filter(left__gt=0).order_by("submitted_at", "id")[:MOST_PACKS]:
        yield Waiting("review", row.left, row.id, row.region)
    yield from _packs(of, rows.filter(left=0, n__gt=0), "forward", "review")


def _homes(state: ApplicationState) -> Count:
    return Count("applications", filter=Q(applications__state=state))


def _packs(of: Season, rows: "QuerySet[Any]", code: str, after: After) -> Iterator[Waiting]:
    """Packs with `n` households each, and the day after the last day of the notices that follow a step."""
    listed = list(rows.order_by("id").values_list("id", "region", "n")[:MOST_PACKS])
    if not listed:
        return
    codes = [rule.code for rule in procedure_of(of).after(after)]
    packs = [identity for identity, _region, _count in listed]
    lines = NoticeLine.objects.filter(application__pack__in=packs, removed_at=None, notice__code__in=codes)
    ends = dict(lines.order_by().values_list("application__pack").annotate(Max("ends_on")))
    for identity, region, count in listed:
        last = ends.get(identity)
        yield Waiting(code, count, identity, region, last + _DAY if last else None)


def _lists(of: Season, _by: Actor, _today: date, days: _Days) -> Iterator[Waiting]:
    rows = Application.objects.filter(season=of, state=ApplicationState.WITH_COUNTY, decision=None)
    yield Waiting("list", rows.count(), of.id, day=days.get("decide"))
    for row in Decision.objects.filter(season=of, state=DecisionState.DRAFT).order_by("number")[:MOST_PACKS]:
        yield Waiting("send", row.applications.count(), row.id, day=days.get("decide"))


def _signatures(of: Season, _by: Actor, _today: date, days: _Days) -> Iterator[Waiting]:
    for row in Decision.objects.filter(season=of, state=DecisionState.SENT).order_by("number")[:MOST_PACKS]:
        yield Waiting("sign", row.households, row.id, day=days.get("decide"))


def _unplanned(of: Season, _by: Actor, today: date, _days: _Days) -> Iterator[Waiting]:
    granted = Entitlement.objects.filter(season=of, ended_at=None, claimed_fen__lt=F("amount_fen"))
    yield Waiting("plan", granted.count(), of.id, day=_pay_day(of, today), must=True)
    yield from _payouts(of, today, PayoutState.PLANNED, "freeze")


def _checks(of: Season, _by: Actor, today: date, _days: _Days) -> Iterator[Waiting]:
    yield from _payouts(of, today, PayoutState.FROZEN, "check")


def _releases(of: Season, _by: Actor, today: date, _days: _Days) -> Iterator[Waiting]:
    yield from _payouts(of, today, PayoutState.CHECKED, "release")
    yield from _payouts(of, today, PayoutState.RELEASED, "result")


def _payouts(of: Season, today: date, state: PayoutState, code: str) -> Iterator[Waiting]:
    rows = list(Payout.objects.filter(season=of, state=state).order_by("number")[:MOST_PACKS])
    day = _pay_day(of, today) if rows else None
    for row in rows:
        yield Waiting(code, row.lines_count, row.id, day=day, must=True)


def _pay_day(of: Season, today: date) -> date | None:
    """The last day on which the most urgent money may arrive; None where the procedure sets no time."""
    late = due_money(of, today)
    return late[0].due if late else None


def _findings(of: Season, _by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    yield Waiting("findings", selectors_findings.waiting().filter(season=of.year).count())


def _frozen(of: Season, by: Actor, _today: date, _days: _Days) -> Iterator[Waiting]:
    yield Waiting("frozen", sum(by.sees(one.region) for one in freezes.in_force(of.year)), of.id)


_Source = Callable[[Season, Actor, date, _Days], Iterator[Waiting]]
_SOURCES: Final[Sequence[tuple[str, _Source]]] = (
    (policies.REPORT, _reports),
    (policies.ASSESS, _assessments),
    (POST, _wall),
    (ANSWER, _objections),
    (policies.SUBMIT, _packs_open),
    (policies.REVIEW, _packs_at_township),
    (DECIDE, _lists),
    (SIGN, _signatures),
    (PLAN, _unplanned),
    (CHECK, _checks),
    (RELEASE, _releases),
    (SEE_FINDINGS, _findings),
    (selectors_season.SEE, _frozen),
)
