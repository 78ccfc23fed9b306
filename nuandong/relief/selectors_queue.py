"""What of a season waits for the actor: to be asked, assessed, handed up, reviewed, decided, paid; and by when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Value

from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, level_of
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.plans.vocabulary import calendar
from nuandong.relief import freezes, selectors_findings, selectors_noticing, selectors_season
from nuandong.relief import policies_applying as policies
from nuandong.relief.actions.draft_decision import DECIDE
from nuandong.relief.actions.file_objection import ANSWER
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.actions.sign_decision import SIGN
from nuandong.relief.calendars import Stretch, days_of
from nuandong.relief.models import (
    Application,
    Decision,
    Entitlement,
    Need,
    Notice,
    NoticeLine,
    Pack,
    Payout,
    Season,
)
from nuandong.relief.paying import late
from nuandong.relief.policies_findings import SEE as SEE_FINDINGS
from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE
from nuandong.relief.procedures import After, procedure_of
from nuandong.relief.steps import ENDED, ApplicationState, DecisionState, PackState, PayoutState

MOST_PACKS: Final = 12
MOST_SEASONS: Final = 4
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
    found: list[Waiting] = []
    for permission, source in (*SOURCES, *_TOLD_ELSEWHERE):
        if permission in by.permissions:
            found += [one for one in source(of, by, today) if one.count]
    return sorted(found, key=lambda one: CODES.index(one.code))


def open_seasons(by: Actor) -> list[Season]:
    """Seasons that may wait for the actor, the newest first; none without the right to see one."""
    if selectors_season.SEE not in by.permissions:
        return []
    return listed(selectors_season.seasons_of(by).filter(closed_at=None)[:MOST_SEASONS])


def timetable(of: Season, today: date) -> list[Stretch]:
    """The days of the season from the first notice that hung, or as if one were posted today (DIS-021, DIS-028)."""
    first = _sums(Notice.objects.filter(season=of, posted_at__isnull=False), first=Min("posted_at")).get("first")
    return days_of(procedure_of(of), local_date(first) if first else today, calendar())


def _sums(rows: "QuerySet[Any]", **asked: Any) -> dict[str, Any]:
    """What an aggregate says, in one row that can be read with other lists; nothing where there is no row."""
    found = listed(rows.order_by().annotate(every=Value(1)).values("every").annotate(**asked).values(*asked))
    return dict(found[0]) if found else {}


def _count(rows: "QuerySet[Any]") -> int:
    return int(_sums(rows, n=Count("pk")).get("n", 0))


def _decide_day(of: Season, today: date) -> date | None:
    return next((one.begins for one in timetable(of, today) if one.code == "decide"), None)


def _reports(of: Season, by: Actor, _today: date) -> Iterator[Waiting]:
    known = Application.objects.filter(season=of).exclude(state__in=sorted(ENDED)).values("household")
    needs = Need.objects.filter(in_region(by.region), season=of.year, ended_at=None)
    left = _count(needs.exclude(household__in=known))
    if of.follows_id is None and level_of(by.region) in {Level.VILLAGE, Level.TOWNSHIP}:
        yield Waiting("take", left, region=by.region)
    counted = _sums(
        Application.objects.filter(season=of, state__in=(ApplicationState.REPORTED, ApplicationState.RETURNED)),
        open=Count("id", filter=Q(state=ApplicationState.REPORTED, amount_fen=None)),
        back=Count("id", filter=Q(state=ApplicationState.RETURNED)),
    )
    yield Waiting("complete", counted.get("open", 0))
    yield Waiting("revise", counted.get("back", 0))


def _assessments(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    rows = Application.objects.filter(season=of, state=ApplicationState.REPORTED, amount_fen__isnull=False)
    by_village = rows.order_by("region").values_list("region").annotate(n=Count("id"))
    for region, homes in listed(by_village[:MOST_PACKS]):
        yield Waiting("assess", homes, region=region)


def _wall(of: Season, by: Actor, today: date) -> Iterator[Waiting]:
    rows = selectors_noticing.to_do_rows(by, today).filter(season=of)
    found = rows.aggregate(count=Count("id"), day=Min("ends_on"))
    yield Waiting("post", found["count"], day=found["day"], must=True)


def _objections(of: Season, by: Actor, _today: date) -> Iterator[Waiting]:
    yield Waiting("answer", selectors_noticing.open_objections(by).filter(notice__season=of).count())


def _packs_open(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    rows = Pack.objects.filter(season=of, state=PackState.OPEN)
    yield from _packs(of, rows.annotate(n=_homes(ApplicationState.ASSESSED)).filter(n__gt=0), "submit", "assess")


def _packs_at_township(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    rows = Pack.objects.filter(season=of, state=PackState.WITH_TOWNSHIP).annotate(
        left=_homes(ApplicationState.WITH_TOWNSHIP), n=_homes(ApplicationState.REVIEWED)
    )
    for row in listed(rows.filter(left__gt=0).order_by("submitted_at", "id")[:MOST_PACKS]):
        yield Waiting("review", row.left, row.id, row.region)
    yield from _packs(of, rows.filter(left=0, n__gt=0), "forward", "review")


def _homes(state: ApplicationState) -> Count:
    return Count("applications", filter=Q(applications__state=state))


def _packs(of: Season, rows: "QuerySet[Any]", code: str, after: After) -> Iterator[Waiting]:
    """Packs with `n` households each, and the day after the last day of the notices that follow a step."""
    some = listed(rows.order_by("id").values_list("id", "region", "n")[:MOST_PACKS])
    if not some:
        return
    codes = [rule.code for rule in procedure_of(of).after(after)]
    packs = [identity for identity, _region, _n in some]
    lines = NoticeLine.objects.filter(application__pack__in=packs, removed_at=None, notice__code__in=codes)
    ends = dict(listed(lines.order_by().values_list("application__pack").annotate(last=Max("ends_on"))))
    for identity, region, count in some:
        last = ends.get(identity)
        yield Waiting(code, count, identity, region, last + _DAY if last else None)


def _lists(of: Season, _by: Actor, today: date) -> Iterator[Waiting]:
    rows = Application.objects.filter(season=of, state=ApplicationState.WITH_COUNTY, decision=None)
    ready = _count(rows)
    drafts = Decision.objects.filter(season=of, state=DecisionState.DRAFT).annotate(n=Count("applications"))
    sendable = listed(drafts.order_by("number")[:MOST_PACKS])
    day = _decide_day(of, today) if ready or sendable else None
    yield Waiting("list", ready, of.id, day=day)
    for row in sendable:
        yield Waiting("send", row.n, row.id, day=day)


def _signatures(of: Season, _by: Actor, today: date) -> Iterator[Waiting]:
    rows = listed(Decision.objects.filter(season=of, state=DecisionState.SENT).order_by("number")[:MOST_PACKS])
    day = _decide_day(of, today) if rows else None
    for row in rows:
        yield Waiting("sign", row.households, row.id, day=day)


def _unplanned(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    granted = _count(Entitlement.objects.filter(late.UNCLAIMED, season=of))
    yield Waiting("plan", granted, of.id, day=_pay_day(of) if granted else None, must=True)
    yield from _payouts(of, PayoutState.PLANNED, "freeze")


def _checks(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    yield from _payouts(of, PayoutState.FROZEN, "check")


def _releases(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    yield from _payouts(of, PayoutState.CHECKED, "release")
    yield from _payouts(of, PayoutState.RELEASED, "result")


def _payouts(of: Season, state: PayoutState, code: str) -> Iterator[Waiting]:
    rows = listed(Payout.objects.filter(season=of, state=state).order_by("number")[:MOST_PACKS])
    day = _pay_day(of) if rows else None
    for row in rows:
        yield Waiting(code, row.lines_count, row.id, day=day, must=True)


def _pay_day(of: Season) -> date | None:
    """The last day on which the most urgent money may arrive; None where the procedure sets no time. One query."""
    return late.first_due(of, listed(late.outstanding(of)[:1])) if procedure_of(of).pays_in_time else None


def _findings(of: Season, _by: Actor, _today: date) -> Iterator[Waiting]:
    yield Waiting("findings", selectors_findings.waiting().filter(season=of.year).count())


def _frozen(of: Season, by: Actor, _today: date) -> Iterator[Waiting]:
    yield Waiting("frozen", sum(by.sees(one.region) for one in freezes.in_force(of.year)), of.id)


Source = Callable[[Season, Actor, date], Iterator[Waiting]]
SOURCES: Final[Sequence[tuple[str, Source]]] = (
    (policies.REPORT, _reports),
    (policies.ASSESS, _assessments),
    (policies.SUBMIT, _packs_open),
    (policies.REVIEW, _packs_at_township),
    (DECIDE, _lists),
    (SIGN, _signatures),
    (PLAN, _unplanned),
    (CHECK, _checks),
    (RELEASE, _releases),
)
"""Permission → what waits for somebody who has it; each asks by `listed` alone."""
_TOLD_ELSEWHERE: Final[Sequence[tuple[str, Source]]] = (
    (POST, _wall),
    (ANSWER, _objections),
    (SEE_FINDINGS, _findings),
    (selectors_season.SEE, _frozen),
)
"""What has lines of its own on everybody's list, or is nobody's to do."""
