"""The issues one's unit got, one of them with its words, signing for it; publishing and withdrawing."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.reports import selectors
from nuandong.reports import selectors_bulletin as bulletins_of
from nuandong.reports.actions.publish_bulletin import PUBLISH, publish_bulletin
from nuandong.reports.actions.read_bulletin import read_bulletin
from nuandong.reports.actions.withdraw_bulletin import withdraw_bulletin
from nuandong.reports.keeping import content_of
from nuandong.reports.papers.composing import quiet_words, term_words
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.reports import picks
from nuandong.web.pages.reports.saying import number
from nuandong.web.pages.tasks.forms import ReasonForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.reports.content import Content
    from nuandong.reports.models import Issue


@require_safe
def bulletins(request: SignedRequest) -> HttpResponse:
    """What one's unit got, newest first."""
    after = uuid_cursor(request.GET.get("after"))
    rows = bulletins_of.copies(request.actor, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    units = org.unit_names([row.issue.by_unit for row in page.rows])
    counts = bulletins_of.read_counts([row.issue_id for row in page.rows])
    lines = [
        {
            "row": row,
            "number": number_words(row.issue),
            "by_unit": units.get(row.issue.by_unit, ""),
            "got": counts[row.issue_id][0],
            "read": counts[row.issue_id][1],
        }
        for row in page.rows
    ]
    may = permissions.allows(request.actor, PUBLISH)
    return render(request, "bulletins/list.html", {"page": page, "lines": lines, "may_publish": may})


@require_safe
def bulletin(request: SignedRequest, copy_id: UUID) -> HttpResponse:
    """One issue as it was published, and for whoever publishes who has signed for it."""
    row = bulletins_of.copy(copy_id, by=request.actor)
    issue, may = row.issue, permissions.allows(request.actor, PUBLISH, region=row.issue.place)
    content = bulletins_of.content_of_issue(issue)
    receivers = bulletins_of.receivers(issue.id) if may else []
    people = org.names_of([one for one in (issue.published_by, issue.withdrawn_by, row.read_by) if one])
    units = org.unit_names([issue.by_unit, *(one.unit for one in receivers)])
    context = {
        "row": row,
        "issue": issue,
        "number": number_words(issue),
        "content": content,
        "passages": picks.passages(request, content, issue.report),
        "term": term_words(content.first, content.last),
        "sheets": _sheets(content),
        "by_unit": units.get(issue.by_unit, ""),
        "publisher": people.get(issue.published_by, ""),
        "withdrawer": people.get(issue.withdrawn_by, "") if issue.withdrawn_by else "",
        "reader": people.get(row.read_by, "") if row.read_by else "",
        "may_read": row.unit == request.actor.unit and row.read_at is None and issue.withdrawn_at is None,
        "may_withdraw": may and issue.withdrawn_at is None,
        "receivers": [{"row": one, "unit": units.get(one.unit, "")} for one in receivers],
        "crumbs": _crumbs(),
    }
    return render(request, "bulletins/bulletin.html", context)


@require_http_methods(["GET", "POST"])
def read(request: SignedRequest, copy_id: UUID) -> HttpResponse:
    """Sign for an issue."""
    row = bulletins_of.copy(copy_id, by=request.actor)

    def do(_data: dict[str, Any]) -> UUID:
        return read_bulletin(by=request.actor, now=request.now, copy=row.id).id

    return form_page(
        request,
        PageForm(posted(request)),
        "reports.read_bulletin",
        do,
        title=_("签收简报"),
        back=reverse("bulletin", args=[row.id]),
        done=_("已签收。"),
        submit=_("签收"),
        facts=[(_("简报"), f"{row.issue.title} {number_words(row.issue)}")],
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, copy_id: UUID) -> HttpResponse:
    """Take an issue back."""
    row = bulletins_of.copy(copy_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return withdraw_bulletin(by=request.actor, now=request.now, issue=row.issue_id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "reports.withdraw_bulletin",
        do,
        title=_("撤回简报"),
        lead=_("各单位会看到已撤回和原因；期号不再使用，更正后的简报编下一期。"),
        back=reverse("bulletin", args=[row.id]),
        done=_("已撤回。"),
        submit=_("撤回"),
        danger=True,
        facts=[(_("简报"), f"{row.issue.title} {number_words(row.issue)}")],
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def publish(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """Publish a bulletin that went up, to every unit of its region."""
    row = selectors.report(report_id, by=request.actor)
    content = content_of(row)

    def do(_data: dict[str, Any]) -> UUID:
        return publish_bulletin(by=request.actor, now=request.now, report=row.id).id

    return form_page(
        request,
        PageForm(posted(request)),
        "reports.publish_bulletin",
        do,
        title=_("发布简报"),
        lead=_("自动编期号，发给本地区的全部单位，由各单位签收。"),
        back=reverse("report-view", args=[row.id]),
        leads_to=lambda _issue: reverse("bulletins"),
        done=_("已发布。"),
        submit=_("发布"),
        icon="send",
        facts=[(_("简报"), content.title), (_("报告期"), term_words(content.first, content.last))],
        crumbs=[(_("报表"), reverse("reports")), (content.title, reverse("report-view", args=[row.id]))],
    )


def number_words(issue: "Issue") -> str:
    return _("%(season)d 年冬春第 %(number)d 期") % {"season": issue.season, "number": issue.number}


def _sheets(content: "Content") -> list[dict[str, Any]]:
    """Tables without the addresses of their numbers: those who read them may not see the registers behind."""
    return [
        {
            "title": sheet.title,
            "columns": sheet.columns,
            "lines": [
                {"line": line, "cells": [number(cell.value, line.decimals) for cell in line.cells]}
                for line in sheet.lines()
            ],
            "note": quiet_words(sheet, content.region),
        }
        for sheet in content.sheets
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("简报"), reverse("bulletins"))]
