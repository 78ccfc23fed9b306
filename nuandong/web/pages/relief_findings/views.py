"""Findings: the list and its workbook, one of them with the decision, taking a decision back."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.plans.schema.plan import season_year
from nuandong.relief import selectors_findings as selectors
from nuandong.relief.actions.decide_finding import decide_finding, reopen_finding
from nuandong.relief.integrity.catalogue import checks
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.running import beside, missing
from nuandong.relief.papers.lists import MOST_LISTED
from nuandong.relief.policies_findings import AUDIT, DECIDE, DECLARE, SEE, check_decide, check_reopen
from nuandong.relief.rules import IMPORT
from nuandong.relief.selectors_findings import GONE, Wanted
from nuandong.relief.steps import FindingState
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import listing
from nuandong.web.pages.relief_findings import showing
from nuandong.web.pages.relief_findings.forms import DecideForm, ReasonForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices

_ANY: Final = "any"
COLUMNS: Final = (
    gettext_noop("检查项目"),
    gettext_noop("疑点"),
    gettext_noop("户主"),
    gettext_noop("地区"),
    gettext_noop("状态"),
    gettext_noop("发现时间"),
    gettext_noop("最近一次检查"),
    gettext_noop("原因已不在"),
    gettext_noop("核实人"),
    gettext_noop("核实时间"),
    gettext_noop("编号"),
)


@require_safe
def findings(request: SignedRequest) -> HttpResponse:
    """Findings that wait unless others are asked for, and every check with its counts or what it lacks."""
    by, now, wanted = request.actor, request.now, asked(request)
    after = uuid_cursor(request.GET.get("after"))
    page = page_of(selectors.findings(by, wanted, after=after, limit=SIZE + 1), key=lambda row: row.id, cursor=after)
    counts = selectors.counts(by, wanted.season)
    look = Look(by.region, wanted.season, now)
    last = selectors.last_run(by)
    alone = last.payload.get("heads_alone", 0) if last and last.payload["season"] == wanted.season else 0
    context = {
        "page": page,
        "lines": showing.lines(page.rows, by, now),
        "checks": showing.check_lines(counts, missing(look), beside(look), {"size_inflated": alone}),
        "season": wanted.season,
        "last": last,
        "may_run": permissions.allows(by, DECIDE),
        **showing.run(request),
        "check_box": select_box("check", _checks(), wanted.check),
        "state_box": select_box("state", _states(), wanted.state or _ANY),
        "season_box": select_box("season", _seasons(season_year(local_date(now))), str(wanted.season)),
        "region": request.GET.get("region", ""),
        "regions": region_choices(by, local_date(now), blank=_("全部"), whole=True),
        "filtered": bool(request.GET),
        **tabs(request),
    }
    return render(request, "relief_findings/findings.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook, masked."""
    wanted = asked(request)
    return listing.workbook(request, "findings", _("疑点"), COLUMNS, _cells(request, wanted), wanted.region)


@require_http_methods(["GET", "POST"])
def finding(request: SignedRequest, relief_finding: UUID) -> HttpResponse:
    """One finding: the facts compared, who decided what; the decision below."""
    by = request.actor
    row = selectors.finding(relief_finding, by=by)

    def do(data: dict[str, Any]) -> UUID:
        return decide_finding(
            by=by, now=request.now, finding=row.id, decision=data["decision"], reason=data["reason"]
        ).id

    line = showing.lines([row], by, request.now)[0]
    check = checks().get(row.check_code)
    return form_page(
        request,
        DecideForm(posted(request)),
        "relief.decide_finding",
        do,
        title=line["title"],
        back=reverse("relief-findings"),
        leads_to=lambda made: reverse("relief-finding", args=[made]),
        done=_("结论已记下。"),
        template="relief_findings/finding.html",
        row=row,
        line=line,
        facts=showing.facts(row, by),
        compares=wording.said(check.compares) if check else "",
        note=wording.said(check.note) % check.values if check else "",
        timeline=showing.timeline(row),
        may_decide=permissions.allows(by, DECIDE, region=row.region),
        undecided=row.state == FindingState.OPEN,
        why_not=why_not(lambda: check_decide(row, by)),
        may_reopen=not why_not(lambda: check_reopen(row, by)),
        decider=org.names_of([row.decided_by]).get(row.decided_by, "") if row.decided_by else "",
        crumbs=home_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: SignedRequest, relief_finding: UUID) -> HttpResponse:
    """Take the decision back: the finding waits again."""
    by = request.actor
    row = selectors.finding(relief_finding, by=by)
    permissions.check(by, DECIDE, region=row.region)
    line = showing.lines([row], by, request.now)[0]
    back = reverse("relief-finding", args=[row.id])

    def do(data: dict[str, Any]) -> UUID:
        return reopen_finding(by=by, now=request.now, finding=row.id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "relief.reopen_finding",
        do,
        title=_("撤销结论"),
        lead=_("撤销后回到待核实，原来的结论留在经过里。"),
        back=back,
        done=_("已撤销，回到待核实。"),
        submit=_("撤销结论"),
        icon="arrow-back-up",
        facts=[(_("疑点"), line["words"]), (_("结论"), line["state"])],
        crumbs=[*home_crumbs(), (line["title"], back)],
    )


def asked(request: SignedRequest) -> Wanted:
    """The filters of an address; what is mangled filters nothing."""
    query = request.GET
    state, check, season = query.get("state", FindingState.OPEN), query.get("check", ""), query.get("season", "")
    year = season_year(local_date(request.now))
    return Wanted(
        season=int(season) if season in dict(_seasons(year)) else year,
        check=check if check in checks() else "",
        state="" if state == _ANY else state if state in {*FindingState.values, GONE} else FindingState.OPEN,
        region=code_of(query.get("region")),
    )


def tabs(request: SignedRequest) -> dict[str, bool]:
    by = request.actor
    return {
        "may_see": permissions.allows(by, SEE),
        "may_declare": permissions.allows(by, DECLARE),
        "may_audit": permissions.allows(by, AUDIT),
        "may_import": permissions.allows(by, IMPORT),
    }


def _checks() -> list[tuple[str, str]]:
    return [("", _("全部")), *((code, wording.said(one.title)) for code, one in checks().items())]


def _states() -> list[tuple[str, Any]]:
    return [*FindingState.choices, (GONE, _("原因已不在")), (_ANY, _("全部"))]


def _seasons(year: int) -> list[tuple[str, str]]:
    return [(str(one), _("%(year)d 年冬季") % {"year": one}) for one in range(year, year - 3, -1)]


def home_crumbs() -> list[tuple[str, str]]:
    return [(_("疑点核实"), reverse("relief-findings"))]


def _cells(request: SignedRequest, wanted: Wanted) -> Iterator[list[str]]:
    for batch in selectors.finding_batches(request.actor, wanted, most=MOST_LISTED):
        people = org.names_of([row.decided_by for row in batch if row.decided_by])
        for line in showing.lines(batch, request.actor, request.now):
            row = line["row"]
            yield [
                line["title"],
                line["words"],
                line["head"],
                line["path"],
                line["state"],
                wording.full_moment(row.found_at),
                wording.full_moment(row.seen_at),
                wording.full_moment(row.gone_at) if row.gone_at else "",
                people.get(row.decided_by, ""),
                wording.full_moment(row.decided_at) if row.decided_at else "",
                str(row.id),
            ]
