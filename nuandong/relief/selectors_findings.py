"""Reads of findings and declared kin, in the entered scope."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Mod

from nuandong.geo.areas import in_region
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import EVERYTHING, batches
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Application, CheckRun, Finding, Kinship, Need, OutsideList, Season
from nuandong.relief.policies_findings import DECLARE, SEE, finding_of
from nuandong.relief.steps import FindingState

PAGE: Final = 50
GONE: Final = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings: of a season's year; of a check; of a state, or `gone`: open, and without their reason now."""

    season: int
    check: str = ""
    state: str = ""
    region: int | None = None


def findings(by: Actor, wanted: Wanted, *, after: UUID | None = None, limit: int = PAGE) -> list[Finding]:
    """The newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _narrowed(wanted)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def finding_batches(by: Actor, wanted: Wanted, *, most: int = EVERYTHING) -> Iterator[list[Finding]]:
    """The same list in pieces, for exports. Raises Forbidden."""
    return batches(lambda after, limit: findings(by, wanted, after=after, limit=limit), lambda row: row.id, most=most)


def finding(identity: UUID, *, by: Actor) -> Finding:
    """One of them. Raises NotFound, Forbidden, OutOfScope."""
    row = finding_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def counts(by: Actor, season: int) -> dict[str, Mapping[str, int]]:
    """Check → state → findings of a year, with `gone` among them; one query. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Finding.objects.filter(season=season).order_by().values_list("check_code", "state")
    found: dict[str, dict[str, int]] = {}
    for code, state, every, gone in rows.annotate(n=Count("id"), gone=Count("id", filter=Q(gone_at__isnull=False))):
        line = found.setdefault(code, {})
        line[state] = line.get(state, 0) + every - (gone if state == FindingState.OPEN else 0)
        if state == FindingState.OPEN and gone:
            line[GONE] = line.get(GONE, 0) + gone
    return dict(found)


def last_run(by: Actor) -> journal.Event | None:
    """When the checks last ran, as far as one sees runs: a township does not see those of its county."""
    runs = journal.history(kinds=["relief.findings_checked"], spans=by.spans, limit=1)
    return runs[0] if runs else None


def newest_run() -> CheckRun | None:
    """The run somebody asked for last, under way or not, of those in the entered scope."""
    return CheckRun.objects.order_by("-id").first()


def counties_helped(season: int) -> list[int]:
    """Counties with a season of the year, or needs of ledgers in force; two queries, one of them over the index."""
    found = set(Season.objects.filter(year=season).values_list("region", flat=True))
    needs = Need.objects.filter(season=season, ended_at=None).order_by()
    county = F("region") - Mod(F("region"), Value(1_000_000))
    return sorted(found | set(needs.annotate(county=county).values_list("county", flat=True).distinct()))


def open_findings(households: Collection[UUID]) -> dict[UUID, list[Finding]]:
    """Household → what stands against it or its applications; for cases, and before a release. Two queries."""
    homes = [str(one) for one in households]
    cases = dict(Application.objects.filter(household__in=list(households)).values_list("id", "household"))
    rows = Finding.objects.filter(
        Q(subject_type="household", subject__in=homes)
        | Q(subject_type="application", subject__in=[str(one) for one in cases]),
        state__in=[FindingState.OPEN, FindingState.CONFIRMED],
        gone_at=None,
    )
    found: dict[UUID, list[Finding]] = {}
    for row in rows.order_by("id"):
        subject = UUID(row.subject)
        found.setdefault(subject if row.subject_type == "household" else cases[subject], []).append(row)
    return found


def households_of(findings: Collection[Finding]) -> dict[UUID, UUID]:
    """Finding → the household it is about, itself or by its application; one query."""
    cases = [UUID(row.subject) for row in findings if row.subject_type == "application"]
    homes = dict(Application.objects.filter(id__in=cases).values_list("id", "household"))
    found = {row.id: UUID(row.subject) for row in findings if row.subject_type == "household"}
    return found | {
        row.id: homes[UUID(row.subject)]
        for row in findings
        if row.subject_type == "application" and UUID(row.subject) in homes
    }


def waiting() -> "QuerySet[Finding]":
    """Findings that wait for somebody to decide."""
    return Finding.objects.filter(state=FindingState.OPEN, gone_at=None)


def kinships(by: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Kinship]:
    """Declarations in force, newest first: all for who sees findings, else one's own. Raises Forbidden."""
    rows = Kinship.objects.filter(ended_at=None)
    if not permissions.allows(by, SEE):
        permissions.check(by, DECLARE)
        rows = rows.filter(staff=by.staff)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def _narrowed(wanted: Wanted) -> QuerySet[Finding]:
    rows = Finding.objects.filter(season=wanted.season)
    if wanted.check:
        rows = rows.filter(check_code=wanted.check)
    if wanted.state == GONE:
        rows = rows.filter(state=FindingState.OPEN, gone_at__isnull=False)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
        if wanted.state == FindingState.OPEN:
            rows = rows.filter(gone_at=None)
    if wanted.region is not None:
        rows = rows.filter(in_region(wanted.region))
    return rows


def outside_lists(by: Actor, *, after: UUID | None = None, limit: int = 50) -> list[OutsideList]:
    """Lists from elsewhere, the newest first, each with the sum of its amounts as `fen`. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = OutsideList.objects.annotate(fen=Sum("entries__amount_fen")).order_by("-id")
    return list((rows.filter(id__lt=after) if after else rows)[:limit])


def outside_list(identity: UUID) -> OutsideList:
    """One within the entered scope. Raises NotFound."""
    found = OutsideList.objects.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_outside_list", _("没有找到这份名单。"), _("请从外部名单页面打开。"))
    return found
