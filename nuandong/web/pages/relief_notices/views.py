"""Notices for the offices: the board, one notice with its households, the poster, the photos of its days."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuandong.files.storing import read
from nuandong.kernel.batches import batches
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.relief import noticing, selectors_noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.actions.file_objection import ANSWER
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.papers.lists import MOST_LISTED
from nuandong.relief.steps import NoticeState
from nuandong.web.form_page import select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import listing
from nuandong.web.pages.relief_notices import showing
from nuandong.web.pages.stays.showing import timeline
from nuandong.web.paging import page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices

if TYPE_CHECKING:
    from nuandong.relief.models import Notice

SIZE: Final = 30
LINES: Final = 100


@require_safe
def notices(request: SignedRequest) -> HttpResponse:
    """The board: what is to be posted, hangs, is to be taken down."""
    asked, states = _states(request)
    region, after = code_of(request.GET.get("region")), uuid_cursor(request.GET.get("after"))
    rows = selectors_noticing.notices(request.actor, states=states, region=region, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after, size=SIZE)
    context = {
        "page": page,
        "lines": showing.lines(page.rows, request.now),
        "state_box": select_box("state", [("", _("未撤下")), *NoticeState.choices], asked),
        "regions": region_choices(request.actor, local_date(request.now), blank=_("全部"), whole=True),
        "region": request.GET.get("region", ""),
        "filtered": bool(asked or region),
        "may_post": permissions.allows(request.actor, POST),
        "sees_objections": permissions.allows(request.actor, selectors_noticing.SEE_OBJECTIONS),
    }
    return render(request, "relief_notices/list.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook; it names nobody."""
    by, (_asked, states), region = request.actor, _states(request), code_of(request.GET.get("region"))
    found = batches(
        lambda after, limit: selectors_noticing.notices(by, states=states, region=region, after=after, limit=limit),
        lambda row: row.id,
        most=MOST_LISTED,
    )
    rows = (cells for batch in found for cells in showing.notice_cells(batch, request.now))
    return listing.workbook(request, "notices", _("公示"), showing.NOTICE_COLUMNS, rows, region)


def _states(request: SignedRequest) -> "tuple[str, tuple[NoticeState, ...]]":
    """The state of the address and what it means; those that are not over where it asks for none that there is."""
    asked = request.GET.get("state", "")
    return (asked, (NoticeState(asked),)) if asked in NoticeState.values else ("", selectors_noticing.LIVE)


@require_safe
def notice(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    """One notice: its days, what is done next, its households."""
    row = noticing.notice_of(relief_notice)
    permissions.check(request.actor, selectors_noticing.SEE, region=row.region)
    today = local_date(request.now)
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else 0
    found = selectors_noticing.lines(row, after=after, limit=LINES + 1)
    page = page_of(found, key=lambda one: one.place, cursor=after or None, size=LINES)
    objects = permissions.allows(request.actor, ANSWER, region=row.region)
    rows = [
        {
            **line,
            "standing": showing.line_words(line["row"], row, today),
            "objectable": objects and policies.runs(_with(line["row"], row), today),
        }
        for line in showing.table(row, page.rows)
    ]
    posts = permissions.allows(request.actor, POST, region=policies.hangs_at(row))
    context = {
        "notice": row,
        "line": showing.line(row, showing.names([row], today), today),
        "heads": showing.heads(row),
        "rows": rows,
        "page": page,
        "may_post": posts,
        "why_down": why_not(lambda: policies.check_removable(row, today)),
        "why_last": why_not(lambda: policies.check_photographable(row, today)),
        "open": row.state in selectors_noticing.LIVE,
        "address": _address(request, row) if row.posted_at else "",
        "timeline": timeline([row.id], request.actor),
        "crumbs": [(_("公示"), reverse("relief-notices"))],
    }
    return render(request, "relief_notices/notice.html", context)


def _with(line: Any, row: "Notice") -> Any:
    line.notice = row
    return line


@require_safe
def poster(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    """The sheet for the wall, with the address of the public page as a QR code."""
    row = noticing.notice_of(relief_notice)
    permissions.check(request.actor, selectors_noticing.SEE, region=row.region)
    today = local_date(request.now)
    address = _address(request, row)
    context = {
        "notice": row,
        "line": showing.line(row, showing.names([row], today), today),
        "heads": showing.heads(row),
        "rows": showing.table(row, selectors_noticing.hanging(row, today)),
        "picture": showing.qr(address),
        "address": address,
    }
    return render(request, "relief_notices/poster.html", context)


@never_cache
@require_safe
def photo(request: SignedRequest, relief_notice: UUID, which: str) -> HttpResponse:
    """The photo of the first or the last day."""
    row = noticing.notice_of(relief_notice)
    permissions.check(request.actor, selectors_noticing.SEE, region=row.region)
    kept = {"first": row.first_photo, "last": row.last_photo}.get(which)
    if kept is None:
        raise NotFound("relief.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从公示页面打开。"))
    data, mime = read(kept)
    return HttpResponse(data, content_type=mime)


def _address(request: SignedRequest, row: "Notice") -> str:
    return request.build_absolute_uri(reverse("public-notice", args=[row.token]))
