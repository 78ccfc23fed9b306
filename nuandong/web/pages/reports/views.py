"""What is owed and how it stands; one report; what a correction changes; the paper."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions, separation
from nuandong.org import selectors as org
from nuandong.reports import keeping, selectors
from nuandong.reports.actions.publish_bulletin import PUBLISH
from nuandong.reports.actions.sign_report import SIGN
from nuandong.reports.actions.start_report import DRAFT
from nuandong.reports.actions.submit_report import SUBMIT
from nuandong.reports.checking import warnings
from nuandong.reports.difference import difference
from nuandong.reports.inspection.rules import TAKE
from nuandong.reports.library import all_definitions
from nuandong.reports.papers import composing
from nuandong.reports.policies import can_move
from nuandong.reports.selectors import Position, standing
from nuandong.reports.selectors_bulletin import issue_of_report
from nuandong.reports.states import ReportState
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.reports import picks, saying
from nuandong.web.paging import SIZE, Page, page_of
from nuandong.web.regions import code_of, narrowed, region_choices

if TYPE_CHECKING:
    from nuandong.reports.models import Report

STEPS = {"fill": DRAFT, "sign": SIGN, "send_back": SIGN, "submit": SUBMIT, "correct": DRAFT}
"""Acts on a report and the permission each asks for."""


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Every report one's regions owe, the latest deadline first."""
    actor, today = request.actor, local_date(request.now)
    chosen = request.GET.get("report", "")
    chosen = chosen if chosen in all_definitions() else ""
    region = code_of(request.GET.get("region"))
    cursor = _position(request.GET.get("after"))
    found = selectors.slots(
        actor,
        now=request.now,
        within=narrowed(actor, region).spans,
        report=chosen,
        after=cursor,
        limit=SIZE + 1,
    )
    page = page_of(found, key=lambda slot: _written(slot.position), cursor=cursor)
    titles = [(code, one.definition.title) for code, one in all_definitions().items()]
    regions = region_choices(actor, today, deepest=Level.COUNTY, blank=_("全部"), whole=True)
    context = {
        "page": Page(saying.slot_lines(page.rows, today), page.next, page.first),
        "report_box": select_box("report", [("", _("全部")), *titles], chosen),
        "region_box": select_box("region", regions, str(region or "")) if len(regions) > 2 else "",
        "clear": reverse("reports") if chosen or region else "",
        "may_draft": permissions.allows(actor, DRAFT),
        "may_copy": permissions.allows(actor, "reports.national.see"),
        "may_pack": permissions.allows(actor, TAKE),
    }
    return render(request, "reports/list.html", context)


@require_safe
def report(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """One report: its numbers with where they come from, its charts and words, the next step."""
    row = selectors.report(report_id, by=request.actor)
    content = keeping.content_of(row)
    definition = all_definitions().get(row.report)
    names = org.names_of(list(composing.people_of(content, row)))
    submitted = row.submitted_at is not None
    acts = {act: _act(request, row, act) for act in STEPS}
    tone, words = saying.STANDINGS[standing(row, row.due_at, request.now)]
    context = {
        "row": row,
        "content": content,
        "passages": picks.passages(request, content, row.id, pickable=bool(acts["fill"])),
        "term": composing.term_words(content.first, content.last),
        "sheets": saying.sheets(content, row, names),
        "charts": [
            {"title": one.title, "kind": one.kind, "data": {"x": one.x, "unit": one.unit, "series": _series(one)}}
            for one in content.drawings
        ],
        "warnings": saying.warning_words(warnings(definition.definition, content)) if definition else [],
        "about": definition.definition.about if definition else "",
        "steps": saying.steps(row),
        "badge": (tone, _(words)),
        "acts": acts,
        "author": names.get(row.author, ""),
        "signer": names.get(row.signed_by, "") if row.signed_by else "",
        "sender": names.get(row.submitted_by, "") if row.submitted_by else "",
        "versions": selectors.versions(row),
        "moved": len(difference(content, keeping.counted(row)).cells) if acts["correct"] else 0,
        "whole": submitted and content.digest() == row.digest == selectors.sealed_as(row),
        "broken": submitted and not content.digest() == row.digest == selectors.sealed_as(row),
        "may_see_journal": permissions.allows(request.actor, "journal.see"),
        "may_publish": _may_publish(request, row),
        "crumbs": [(_("报表"), reverse("reports"))],
    }
    return render(request, "reports/report.html", context)


@require_safe
def changes(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """What a correction changes against the version that went up."""
    row = selectors.report(report_id, by=request.actor)
    if row.corrects_id is None:
        raise Http404
    old = selectors.report(row.corrects_id, by=request.actor)
    found = difference(keeping.content_of(old), keeping.content_of(row))
    context = {
        "row": row,
        "old": old,
        "cells": [
            (one, saying.number(one.old, one.line.decimals), saying.number(one.new, one.line.decimals))
            for one in found.cells
        ],
        "texts": found.texts,
        "none": found.none,
        "title": all_definitions()[row.report].definition.title if row.report in all_definitions() else row.report,
        "term": composing.term_words(row.first_day, row.last_day),
        "crumbs": [(_("报表"), reverse("reports"))],
    }
    return render(request, "reports/difference.html", context)


@require_safe
def sheet(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """The report on paper, with places to sign and to seal."""
    row = selectors.report(report_id, by=request.actor)
    content = keeping.content_of(row)
    names = org.names_of(list(composing.people_of(content, row)))
    context = {
        "row": row,
        "content": content,
        "term": composing.term_words(content.first, content.last),
        "sheets": saying.sheets(content, row, names),
        "author": names.get(row.author, ""),
        "signer": names.get(row.signed_by, "") if row.signed_by else "",
    }
    return render(request, "reports/sheet.html", context)


def _may_publish(request: SignedRequest, row: "Report") -> bool:
    """Whether it waits to be published to units as an issue."""
    stored = all_definitions().get(row.report)
    if stored is None or not stored.definition.issued or row.state != ReportState.SUBMITTED:
        return False
    return permissions.allows(request.actor, PUBLISH, region=row.region) and issue_of_report(row.id) is None


def _series(drawing: Any) -> list[dict[str, Any]]:
    return [{"name": one.name, "values": one.values} for one in drawing.series]


def _act(request: SignedRequest, row: "Report", act: str) -> dict[str, str] | None:
    """A step that waits and is this person's; with the reason when he took the other one of this report himself."""
    if not can_move(row, act) or not permissions.allows(request.actor, STEPS[act], region=row.region):
        return None
    if act == "correct" and selectors.versions(row)[0].id != row.id:
        return None
    asks = STEPS[act] if act in {"fill", "sign"} else ""
    alone = bool(asks) and not separation.can_act(request.actor, case=row.id, act=asks)
    return {"why_not": _("填报和签批要由两个人办理。") if alone else ""}


def _position(text: str | None) -> Position | None:
    """The cursor of an address; a mangled one means the first page."""
    try:
        near, moment, region, code = (text or "").split("~")
        return Position(near == "1", datetime.fromisoformat(moment), int(region), code)
    except ValueError:
        return None


def _written(position: Position) -> str:
    return f"{position.near:d}~{position.due_at.isoformat()}~{position.region}~{position.report}"
