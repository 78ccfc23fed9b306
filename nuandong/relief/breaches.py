"""What the records of relief show of prohibitions: suspicions that were confirmed or that nobody looks into, money that
does not arrive or comes in parts, remarks that hide what it is, goods signed for by others (DIS-034, DIS-035)."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from nuandong.geo.areas import in_area
from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.plans.bans import Breach, Check, Watched, rules, shown
from nuandong.plans.schema.plan import season_year
from nuandong.plans.vocabulary import calendar
from nuandong.relief.auditing.running import FINDERS
from nuandong.relief.integrity.looking import UNFIT, Look
from nuandong.relief.models import Decision, Entitlement, Finding, Instalment
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState, FindingState, LineState


def suspected(*codes: str) -> Check:
    """Suspicions of these checks (library/integrity/checks.yaml): each that somebody confirmed, and of each township
    the oldest that nobody looked into in time. One that was explained, or whose reason is gone, is no breach."""

    def check(watched: Watched) -> Iterator[Breach]:
        rows = Finding.objects.filter(
            in_area(watched.span),
            season=_year(watched),
            check_code__in=codes,
            gone_at=None,
        )
        confirmed = list(rows.filter(state=FindingState.CONFIRMED).only("id", "region", "decided_at"))
        told = shown([row.id for row in confirmed], ("relief.finding_decided",))
        for row in confirmed:
            yield Breach(subject=row.id, region=row.region, at=row.decided_at or watched.now, event=told.get(row.id))
        horizon = watched.now - timedelta(hours=rules().suspicions.hours)
        waiting = rows.filter(state=FindingState.OPEN, found_at__lte=horizon).order_by("found_at", "id")
        oldest: dict[int, Breach] = {}
        for identity, region, at in waiting.values_list("id", "region", "found_at").iterator(chunk_size=5000):
            township = at_level(region, Level.TOWNSHIP)
            oldest.setdefault(township, Breach(subject=identity, region=township, at=at))
        yield from oldest.values()

    return check


def audited(*codes: str) -> Check:
    """What the auditor's queries (library/integrity/audit.yaml) name here; each of these is about a row of its own."""

    def check(watched: Watched) -> Iterator[Breach]:
        look = Look(watched.span.lo, _year(watched), watched.now)
        for code in codes:
            for one in FINDERS[code](look):
                yield Breach(subject=UUID(str(one.subject)), region=one.region, at=watched.now)

    return check


def late_money(watched: Watched) -> Iterator[Breach]:
    """Townships in which money has not all arrived by the working days after a decision (DIS-028). The unit that
    decided answers for it."""
    granted = _granted(watched).filter(decision__state=DecisionState.DECIDED)
    came = Sum("instalments__attempts__amount_fen", filter=Q(instalments__attempts__state=LineState.PAID))
    decisions = Decision.objects.filter(id__in=granted.values("decision")).select_related("season")
    ids = list(decisions.values_list("id", flat=True))
    events = journal.history(subjects=ids, kinds=("relief.decision_taken",), limit=len(ids)) if ids else []
    told = {event.subject: event for event in events}
    for row in decisions:
        if row.decided_at is None:
            continue
        due = procedure_of(row.season).due(local_date(row.decided_at), row.season.year, calendar())
        if due is None or due >= local_date(watched.now):
            continue
        owed = (
            granted.filter(decision=row)
            .annotate(came=Coalesce(came, 0))
            .filter(came__lt=F("amount_fen") - F("written_off_fen"))
        )
        for township in {at_level(region, Level.TOWNSHIP) for region in owed.values_list("region", flat=True)}:
            taken = told.get(row.id)
            yield Breach(
                subject=row.id,
                region=township,
                at=row.decided_at,
                unit=taken.unit if taken else None,
                event=taken.id if taken else None,
            )


def in_parts(watched: Watched) -> Iterator[Breach]:
    """Tranches that pay a township's households a further part of what they were granted."""
    rows = Instalment.objects.filter(entitlement__in=_granted(watched).values("id"))
    before = Instalment.objects.filter(entitlement=OuterRef("entitlement"), planned_at__lt=OuterRef("planned_at"))
    later = rows.filter(Exists(before)).order_by().values_list("tranche", "region").annotate(at=Min("planned_at"))
    found: dict[tuple[UUID, int], Breach] = {}
    for tranche, region, at in later:
        township = at_level(region, Level.TOWNSHIP)
        found.setdefault((tranche, township), Breach(subject=tranche, region=township, at=at))
    yield from found.values()


def unfit_and_granted(watched: Watched) -> Iterator[Breach]:
    """Households somebody looked into and found unfit, whose entitlement still stands (DIS-025)."""
    confirmed = Finding.objects.filter(
        in_area(watched.span),
        season=_year(watched),
        check_code__in=UNFIT,
        state=FindingState.CONFIRMED,
        gone_at=None,
    )
    about = {row.subject: row for row in confirmed.only("id", "region", "subject", "decided_at")}
    if not about:
        return
    told = shown([row.id for row in about.values()], ("relief.finding_decided",))
    rows = _granted(watched).filter(Q(household__in=list(about)) | Q(application__in=list(about)))
    for identity, region, household, application in rows.values_list("id", "region", "household", "application"):
        row = about.get(str(household)) or about[str(application)]
        yield Breach(subject=identity, region=region, at=row.decided_at or watched.now, event=told.get(row.id))


def _granted(watched: Watched) -> QuerySet[Entitlement]:
    """What stands of the season in the region."""
    return Entitlement.objects.filter(in_area(watched.span), season__year=_year(watched), ended_at=None).order_by()


def _year(watched: Watched) -> int:
    """The winter that the plan was put in force for."""
    return season_year(local_date(watched.start))
