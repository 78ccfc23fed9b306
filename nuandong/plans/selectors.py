"""Reads of plans and compliance, of the entered scope. Every status is computed for the `now` that is passed in."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Value, When

from nuandong.geo.areas import in_area
from nuandong.geo.codes import ancestors
from nuandong.kernel.actors import SYSTEM, Span
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import scope
from nuandong.plans import keeping
from nuandong.plans.engine import Status
from nuandong.plans.engine.records import Gap
from nuandong.plans.models import Activation, Instance, Obligation, PlanVersion, StoredFact
from nuandong.plans.schema import Strength

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Standing(TypedDict):
        status: str
        due_soon: bool

    StandingInstance = WithAnnotations[Instance, _Standing]
else:
    StandingInstance = Instance
"""An instance row with its `status` (a value of Status) and `due_soon` at a moment."""

PAGE: Final = 50
_MUST: Final = Q(strength=Strength.MUST.value)
_UNDONE: Final = Q(still_wanted=True, satisfied_at=None, released_at=None)


def status_at(now: datetime) -> Case:
    """The status of an instance row at `now`, as SQL; the same as `engine.status`, which the tests compare."""

    def when(condition: Q, status: Status) -> When:
        return When(condition, then=Value(status.value))

    failed, kept, waived = Q(keeps=True, fails_at__lte=now), Q(keeps=True), Q(waived_by__isnull=False)
    return Case(
        when(Q(applies=False), Status.NOT_APPLICABLE),
        when(failed & waived, Status.WAIVED),
        when(failed & _MUST, Status.BROKEN),
        when(failed, Status.MISSED),
        when(kept & Q(fails_at=None, due_at__lte=now), Status.MET),
        when(kept & waived, Status.WAIVED),
        when(kept, Status.OPEN),
        when(Q(in_time=True), Status.MET),
        when(waived, Status.WAIVED),
        when(Q(released_in_time=True), Status.NOT_APPLICABLE),
        when(Q(due_at=None), Status.ON_HOLD),
        when(Q(due_at__gt=now), Status.OPEN),
        when(_MUST, Status.BROKEN),
        when(_UNDONE, Status.LATE),
        default=Value(Status.MISSED.value),
        output_field=CharField(),
    )


def instances_at(now: datetime) -> QuerySet[StandingInstance]:
    """Instances that have begun by `now`, with `status` and `due_soon` at that moment, and their obligation."""
    soon = When(Q(status=Status.OPEN.value, soon_at__lte=now), then=Value(True))
    return (
        Instance.objects.filter(starts_at__lte=now)
        .select_related("obligation__version")
        .defer("obligation__version__text")
        .annotate(status=status_at(now))
        .annotate(due_soon=Case(soon, default=Value(False), output_field=BooleanField()))
    )


def narrowed(
    found: QuerySet[StandingInstance],
    *,
    since: datetime | None = None,
    obligation: UUID | None = None,
    within: Span | None = None,
    plan: str | None = None,
) -> QuerySet[StandingInstance]:
    """Those of the instances that are due at `since` or later (or have no due time now), of a duty, place, plan."""
    if since is not None:
        found = found.filter(Q(due_at__gte=since) | Q(due_at=None))
    if obligation is not None:
        found = found.filter(obligation=obligation)
    if within is not None:
        found = found.filter(in_area(within))
    return found.filter(activation__plan=plan) if plan else found


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How one obligation stands in one division: number of instances by status, and how many are due soon."""

    region: int
    obligation: UUID
    code: str
    title: str
    strength: str
    source: str
    plan: str
    counts: Counter[Status]
    due_soon: int


def board(
    now: datetime,
    *,
    since: datetime | None = None,
    obligation: UUID | None = None,
    within: Span | None = None,
    plan: str | None = None,
) -> list[BoardRow]:
    """Compliance by division and obligation at `now`, by division.

    `since` leaves out what was due before, `within` what lies outside, `plan` names the plan whose duties count.
    """
    found = narrowed(instances_at(now), since=since, obligation=obligation, within=within, plan=plan)
    groups = found.order_by().values_list("region", "obligation", "status", "due_soon").annotate(Count("id"))
    rows: dict[tuple[int, UUID], tuple[Counter[Status], list[int]]] = {}
    for region, duty, status, soon, count in groups:
        counts, due_soon = rows.setdefault((region, duty), (Counter(), []))
        counts[Status(status)] += count
        due_soon.append(count if soon else 0)
    found_duties = Obligation.objects.select_related("version").defer("version__text")
    duties = found_duties.in_bulk({duty for _region, duty in rows})
    order = sorted(rows, key=lambda place: (place[0], duties[place[1]].version.plan, duties[place[1]].position))
    return [
        board_row(duties[duty], region, rows[region, duty][0], sum(rows[region, duty][1])) for region, duty in order
    ]


def board_row(duty: Obligation, region: int, counts: Counter[Status], due_soon: int) -> BoardRow:
    """The counts of one duty in one division, with what the duty is called."""
    title = duty.version.title
    return BoardRow(region, duty.id, duty.code, duty.title, duty.strength, duty.source, title, counts, due_soon)


def page(
    now: datetime,
    *,
    region: int | None = None,
    obligation: UUID | None = None,
    statuses: Collection[Status] = (),
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[StandingInstance]:
    """Instances newest first, for the drill-down from a number of the board.

    Keyset: pass `(starts_at, id)` of the last one shown as `after` for the next page.
    """
    found = instances_at(now)
    if region is not None:
        found = found.filter(region=region)
    if obligation is not None:
        found = found.filter(obligation=obligation)
    if statuses:
        found = found.filter(status__in=[status.value for status in statuses])
    if after is not None:
        begun, last = after
        found = found.filter(starts_at__lte=begun).filter(Q(starts_at__lt=begun) | Q(id__lt=last))
    return list(found.order_by("-starts_at", "-id")[:limit])


def due_now(now: datetime, *, limit: int = PAGE) -> list[StandingInstance]:
    """What home pages show: undone and late, then open and due soon, the earliest due time first.

    Broken instances are here while their act is still wanted: it must be done even if too late to count.
    """
    late = Q(status__in=[Status.LATE.value, Status.BROKEN.value]) & _UNDONE
    found = instances_at(now).filter(late | Q(due_soon=True))
    return listed(found.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def unmanned(now: datetime) -> list[StandingInstance]:
    """Posts that nobody, or no leader, mans at this moment, even within the tolerance."""
    today = instances_at(now).filter(kind="presence", due_at__gt=now).order_by("region", "obligation__position")
    return [row for row in today if any(_open(gap, now) for gap in keeping.record_of(row).gaps)]


def _open(gap: Gap, now: datetime) -> bool:
    return gap.start <= now and (gap.end is None or now < gap.end)


def instance(instance_id: UUID, now: datetime) -> StandingInstance | None:
    """One instance with its status, or None outside the scope."""
    return instances_at(now).filter(id=instance_id).first()


def evidence(row: Instance) -> list[StoredFact]:
    """The events that prove an instance, oldest first; those of other regions are left out."""
    return list(StoredFact.objects.filter(id__in=row.evidence).order_by("acted_at", "epoch", "xid", "id"))


def clocks(subjects: Iterable[UUID], now: datetime) -> dict[UUID, list[StandingInstance]]:
    """The instances about each subject (clue, stay), the earliest due first: one query for a whole page."""
    wanted = list(subjects)
    found: dict[UUID, list[StandingInstance]] = {subject: [] for subject in wanted}
    rows = instances_at(now).filter(subject__in=wanted, applies=True)
    for row in rows.order_by(F("due_at").asc(nulls_last=True), "id"):
        if row.subject is not None:
            found[row.subject].append(row)
    return found


def proved_by(event: UUID, now: datetime) -> list[StandingInstance]:
    """The instances an event is evidence for."""
    return proved_by_any([event], now)


def proved_by_any(events: Collection[UUID], now: datetime) -> list[StandingInstance]:
    """The instances that name one of the events as evidence; those that count hundreds name some (`MOST_EVIDENCE`)."""
    return list(instances_at(now).filter(evidence__overlap=list(events)).order_by("starts_at", "id"))


def activations(*, on: date | None = None) -> list[Activation]:
    """Activations of the entered scope with their version, newest first; `on` keeps those in force on a day."""
    found = Activation.objects.select_related("version").order_by("-starts_on", "-id")
    if on is not None:
        found = found.filter(starts_on__lte=on, ends_on__gte=on)
    return listed(found)


def binding(region: int, *, on: date) -> list[Activation]:
    """Every activation in force on a day that binds a division, whosoever's scope is entered: a plan of the county
    stands in the county and binds its townships."""
    return binding_each([region], on=on)[region]


def binding_each(regions: Collection[int], *, on: date) -> dict[int, list[Activation]]:
    """As `binding` for several divisions; one query."""
    above = {region: {*ancestors(region), region} for region in regions}
    with scope.enter(SYSTEM):
        rows = Activation.objects.select_related("version").defer("version__text").order_by("-starts_on", "-id")
        found = list(rows.filter(region__in=set().union(*above.values()), starts_on__lte=on, ends_on__gte=on))
    return {region: [one for one in found if one.region in those] for region, those in above.items()}


def activation(activation_id: UUID) -> Activation | None:
    """One activation with its version, or None outside the scope."""
    return Activation.objects.select_related("version").filter(id=activation_id).first()


def plan_versions(plan: str | None = None) -> list[PlanVersion]:
    """Stored versions of plans, newest first."""
    found = PlanVersion.objects.order_by("-stored_at", "-id")
    return list(found.filter(plan=plan) if plan else found)


def version_of(plan_hash: str) -> PlanVersion:
    """The stored version with this digest, its text included; NotFound when nobody stored it."""
    found = PlanVersion.objects.filter(hash=plan_hash).first()
    if found is None:
        raise NotFound("plans.no_version", _("没有存过这一版方案。"), _("请回到方案列表重新选择。"))
    return found


def plans_titled(words: str, *, limit: int = PAGE) -> list[PlanVersion]:
    """The latest text of each plan with these words in its title, without the text itself."""
    found = PlanVersion.objects.filter(title__icontains=words).order_by("plan", "-stored_at").distinct("plan")
    return list(found.defer("text")[:limit])


def obligation(obligation_id: UUID) -> Obligation | None:
    """One duty with its version, without the text."""
    found = Obligation.objects.filter(id=obligation_id)
    return found.select_related("version").defer("version__text").first()


def obligations(version: UUID) -> list[Obligation]:
    """The duties of a version in the order of the file."""
    return list(Obligation.objects.filter(version=version).order_by("position"))
