"""Findings: the list and its workbook, one of them, raising one, looking again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo.codes import contains
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.supervision import selectors
from nuandong.supervision.actions.raise_finding import Fault, raise_finding
from nuandong.supervision.actions.recheck_finding import RECHECK, recheck_finding
from nuandong.supervision.actions.record_visit import RECORD
from nuandong.supervision.kinds import WAITING, FindingState, Severity
from nuandong.supervision.policies.finding import check_recheck
from nuandong.supervision.selectors import Wanted
from nuandong.web import wording
from nuandong.web.fields import local_minute
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.supervision import forms, showing
from nuandong.web.pages.tasks import choices
from nuandong.web.pages.tasks.exporting import MAX_ROWS, XLSX, book
from nuandong.web.paging import SIZE, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.supervision.models import Visit

SOON: Final = 24 * 60
"""Minutes before its time at which a finding turns amber."""
_TIME_TO_CORRECT: Final = timedelta(days=3)
_WORDS: Final = 40
COLUMNS: Final = (
    gettext_noop("发现的问题"),
    gettext_noop("严重程度"),
    gettext_noop("责任单位"),
    gettext_noop("地区"),
    gettext_noop("督查单位"),
    gettext_noop("来源"),
    gettext_noop("提出时间"),
    gettext_noop("整改期限"),
    gettext_noop("状态"),
    gettext_noop("超期"),
    gettext_noop("复查未过次数"),
    gettext_noop("销号时间"),
    gettext_noop("编号"),
)


@require_safe
def findings(request: SignedRequest) -> HttpResponse:
    """What was found and where it stands."""
    wanted, after = asked(request), uuid_cursor(request.GET.get("after"))
    rows = selectors.findings(request.actor, now=request.now, wanted=wanted, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    units = [("", _("全部")), *choices.units(request.actor)]
    context = {
        "page": page,
        "lines": showing.finding_lines(page.rows, request.now),
        "counts": selectors.counts(request.actor, now=request.now),
        "standing_box": select_box("standing", _standings(), wanted.standing),
        "severity_box": select_box("severity", [("", _("全部")), *Severity.choices], wanted.severity or ""),
        "unit_box": select_box("unit", units, str(wanted.unit or "")),
        "from_box": select_box("from", _sources(), request.GET.get("from", "")),
        "words": wanted.words,
        "filtered": wanted != selectors.ALL,
        "may_record": permissions.allows(request.actor, RECORD),
        "may_draws": permissions.allows(request.actor, selectors.SEE_DRAWS),
        "soon": SOON,
    }
    return render(request, "supervision/findings.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook."""
    file = book(_("督查问题"), COLUMNS, _cells(request, asked(request)))
    name = _("督查问题-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@require_safe
def finding(request: SignedRequest, finding_id: UUID) -> HttpResponse:
    """One finding: what is wrong, who puts it right, whether it is right."""
    row = selectors.finding(finding_id, by=request.actor)
    context = {
        "row": row,
        "line": showing.finding_lines([row], request.now)[0],
        "steps": showing.steps(row, request.now),
        "open": row.state == FindingState.OPEN,
        "may_recheck": row.state == FindingState.OPEN and permissions.allows(request.actor, RECHECK, region=row.region),
        "why_not": why_not(lambda: check_recheck(row, request.actor)),
        "breach": showing.breach(row, request.now) if row.visit_id is None else None,
        "timeline": showing.timeline(row, request.actor),
        "soon": SOON,
        "crumbs": _crumbs(),
    }
    return render(request, "supervision/finding.html", context)


@require_http_methods(["GET", "POST"])
def raise_new(request: SignedRequest, visit_id: UUID) -> HttpResponse:
    """What a visit found, for the unit that has to put it right."""
    row = selectors.visit(visit_id, by=request.actor)
    back = reverse("visit", args=[row.id])

    def do(data: dict[str, Any]) -> UUID:
        fault = Fault(
            what=data["what"],
            severity=Severity(data["severity"]),
            unit=data["unit"],
            due_at=data["due_at"],
            wanted=data["wanted"],
        )
        return raise_finding(by=request.actor, now=request.now, visit=row.id, fault=fault).id

    units = [("", _("请选择")), *choices.units(request.actor)]
    form = forms.FindingForm(
        posted(request),
        choices={"unit": units},
        initial={"unit": _likely(request, row), "due_at": local_minute(request.now + _TIME_TO_CORRECT)},
    )
    line = showing.visit_lines([row], request.now)[0]
    return form_page(
        request,
        form,
        "supervision.raise_finding",
        do,
        title=_("提出督查问题"),
        lead=_("责任单位会收到整改任务；报完成后由督查单位复查，到位才销号。"),
        back=back,
        done=_("已提出，整改任务已下达。"),
        submit=_("提出"),
        icon="flag",
        facts=[(_("督查对象"), line["name"]), (_("督查时间"), wording.moment_words(row.at, request.now))],
        crumbs=[*_crumbs(), (line["name"], back)],
    )


@require_http_methods(["GET", "POST"])
def recheck(request: SignedRequest, finding_id: UUID) -> HttpResponse:
    """Look again: right, or back to the unit."""
    row = selectors.finding(finding_id, by=request.actor)
    line, back = showing.finding_lines([row], request.now)[0], reverse("finding", args=[row.id])

    def do(data: dict[str, Any]) -> UUID:
        return recheck_finding(
            by=request.actor,
            now=request.now,
            finding=row.id,
            passed=data["passed"],
            note=data["note"],
            due_at=data["due_at"],
        ).id

    return form_page(
        request,
        forms.RecheckForm(posted(request)),
        "supervision.recheck_finding",
        do,
        title=_("复查督查问题"),
        back=back,
        done=_("已复查。"),
        submit=_("提交复查结果"),
        facts=[(_("发现的问题"), row.what), (_("责任单位"), line["unit"]), (_("状态"), line["state"])],
        crumbs=[*_crumbs(), (row.what, back)],
    )


def asked(request: SignedRequest) -> Wanted:
    """The filters of an address; what is mangled filters nothing."""
    query = request.GET
    severity, standing = query.get("severity", ""), query.get("standing", "")
    return Wanted(
        standing=standing if standing in dict(_standings()) else "",
        severity=Severity(severity) if severity in Severity.values else None,
        unit=uuid_cursor(query.get("unit")),
        words=query.get("words", "").strip()[:_WORDS],
        by_check={"check": True, "visit": False}.get(query.get("from", "")),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("督查"), reverse("supervision"))]


def _sources() -> list[tuple[str, Any]]:
    return [("", _("全部")), ("visit", _("督查")), ("check", _("自动检查"))]


def _standings() -> list[tuple[str, Any]]:
    return [
        ("", _("全部")),
        ("open", FindingState.OPEN.label),
        ("late", _("超期")),
        ("waiting", WAITING),
        ("closed", FindingState.CLOSED.label),
    ]


def _likely(request: SignedRequest, row: "Visit") -> UUID | None:
    """The unit that was visited, else the one of the narrowest region around the place, but not one's own."""
    if row.unit:
        return row.unit
    around = [unit for unit in choices.all_units(request.actor) if contains(unit.region, row.region)]
    others = [unit for unit in around if unit.id != request.actor.unit]
    return max(others, key=lambda unit: (unit.region, unit.name)).id if others else None


def _cells(request: SignedRequest, wanted: Wanted) -> Iterator[list[str]]:
    for batch in selectors.finding_batches(request.actor, now=request.now, wanted=wanted, most=MAX_ROWS):
        for line in showing.finding_lines(batch, request.now):
            row = line["row"]
            yield [
                row.what,
                line["severity"],
                line["unit"],
                line["path"],
                line["by_unit"],
                line["source"],
                wording.full_moment(row.raised_at),
                wording.full_moment(row.task.due_at),
                line["state"],
                _("是") if line["late"] else "",
                str(row.failed),
                wording.full_moment(row.closed_at) if row.closed_at else "",
                str(row.id),
            ]
