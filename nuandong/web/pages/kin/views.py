"""Notices for the office: who still needs one, composing, publishing, holding, withdrawing."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.rescue import selectors_clock, selectors_kin
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.actions.release_notice import release_notice
from nuandong.rescue.actions.withdraw_notice import withdraw_notice
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.policies import kin as policies
from nuandong.rescue.states.notice import LIVE, NoticeState
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.kin import forms, showing
from nuandong.web.pages.stays.showing import clock_items, looks, timeline
from nuandong.web.paging import page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.rescue.models import KinNotice

PUBLISH = "rescue.kin.publish"
PURPOSE = "rescue.kin"
SIZE = 20
_SEARCH = ("rescue.kin_", "rescue.dna_", "rescue.identity_", "rescue.police_", "rescue.fingerprints_")
"""Events of a stay that belong to the search for the family."""
Data = dict[str, Any]


@require_safe
def kin(request: SignedRequest) -> HttpResponse:
    """Who still needs a notice, and the notices."""
    asked = request.GET.get("state", "")
    states = (NoticeState(asked),) if asked in NoticeState.values else LIVE
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors_kin.notices(request.actor, states=states, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after, size=SIZE)
    choices = [("", _("未撤下")), *((one.value, one.label) for one in NoticeState)]
    context = {
        "waiting": [
            {**one, "looks": looks(one["stay"])}
            for one in showing.waiting(selectors_kin.without_notice(request.actor), request.now)
        ],
        "page": page,
        "lines": showing.lines(page.rows, request.now),
        "state_box": select_box("state", choices, asked),
        "filtered": bool(asked),
        "may_publish": permissions.allows(request.actor, PUBLISH),
    }
    return render(request, "kin/list.html", context)


@require_safe
def notice(request: SignedRequest, notice_id: UUID) -> HttpResponse:
    """One notice as the public would read it, with what can be done."""
    row = selectors_kin.notice(notice_id, by=request.actor)
    running = selectors_clock.clocks_of(row.stay, now=request.now)
    context = {
        "notice": row,
        "line": showing.line(row, running),
        "facts": showing.facts(row, selectors_kin.features_of(row)),
        "clocks": clock_items([one for one in running if one.code in {"kin_notice", "notice_refresh"}], row.stay_id),
        "may_publish": permissions.allows(request.actor, PUBLISH, region=row.region),
        "sees_stay": permissions.allows(request.actor, "rescue.stay.see", region=row.region),
        "why_publish": why_not(lambda: _publishable(row)),
        "why_withdraw": why_not(lambda: policies.check_move(row, "withdraw_notice")),
        "again": row.published_at is not None,
        "timeline": timeline([row.stay_id], request.actor, about=_SEARCH),
        "crumbs": [(_("寻亲"), reverse("kin"))],
    }
    return render(request, "kin/notice.html", context)


def _publishable(row: "KinNotice") -> None:
    policies.check_move(row, "publish_notice")
    policies.check_sought(row.stay)


@require_http_methods(["GET", "POST"])
def draft(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Compose a notice from masked facts."""
    row = stay_of(stay_id)

    def do(data: Data) -> UUID:
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        seen = Looks(features=data["features"], accent=data["accent"], height_cm=data["height_cm"], photo=photo)
        return draft_notice(by=request.actor, now=request.now, stay=stay_id, looks=seen).id

    return form_page(
        request,
        forms.DraftForm(posted(request), uploads(request)),
        "rescue.draft_notice",
        do,
        title=_("写寻亲公告"),
        lead=_("性别、年龄段、发现地（到乡镇）和日期由系统填写。"),
        back=reverse("stay", args=[stay_id]),
        leads_to=lambda made: reverse("kin-notice", args=[made]),
        done=_("公告已保存，核对后发布。"),
        facts=[(_("编号"), row.number), (_("性别和年龄"), looks(row))],
        template="stays/act.html",
        crumbs=[(_("救助站"), reverse("stays")), (row.number, reverse("stay", args=[stay_id]))],
    )


@require_http_methods(["GET", "POST"])
def publish(request: SignedRequest, notice_id: UUID) -> HttpResponse:
    """Publish, or refresh what was published."""
    row = selectors_kin.notice(notice_id, by=request.actor)
    again = row.published_at is not None
    form = forms.PublishForm(posted(request), initial={"channels": row.channels or ["website"]})

    def do(data: Data) -> object:
        return publish_notice(
            by=request.actor,
            now=request.now,
            notice=notice_id,
            channels=data["channels"],
            acted_at=data["acted_at"],
        )

    title = _("更新发布") if again else _("发布寻亲公告")
    return _act(request, row, form, "publish_notice", do, title=title, done=_("公告已发布。"), submit=_("发布"))


@require_http_methods(["GET", "POST"])
def release(request: SignedRequest, notice_id: UUID) -> HttpResponse:
    """The police agree."""
    row = selectors_kin.notice(notice_id, by=request.actor)
    form = forms.ReleaseForm(posted(request), uploads(request))

    def do(data: Data) -> object:
        sheet = stored(request, data["sheet_photo"], region=row.region, purpose=PURPOSE)
        return release_notice(
            by=request.actor,
            now=request.now,
            stay=row.stay_id,
            police=data["police"],
            sheet_photo=sheet,
            acted_at=data["acted_at"],
        )

    return _act(
        request,
        row,
        form,
        "release_notice",
        do,
        title=_("公安机关同意发布"),
        done=_("已登记公安机关意见，可以发布。"),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, notice_id: UUID) -> HttpResponse:
    """Off the page for good."""
    row = selectors_kin.notice(notice_id, by=request.actor)
    form = forms.WithdrawForm(posted(request))

    def do(data: Data) -> object:
        return withdraw_notice(by=request.actor, now=request.now, notice=notice_id, reason=data["reason"])

    title, done = _("撤下公告"), _("公告已撤下。")
    return _act(request, row, form, "withdraw_notice", do, title=title, done=done, submit=title, danger=True)


def _act(
    request: SignedRequest,
    row: "KinNotice",
    form: Any,
    name: str,
    do: Callable[[Data], object],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    def carry_out(data: Data) -> UUID:
        do(data)
        return row.id

    back = reverse("kin-notice", args=[row.id])
    return form_page(
        request,
        form,
        f"rescue.{name}",
        carry_out,
        title=title,
        done=done,
        back=back,
        facts=[(_("公告"), showing.headline(row)), (_("发现地"), row.found_area)],
        template="stays/act.html",
        crumbs=[(_("寻亲"), reverse("kin")), (showing.headline(row), back)],
        **context,
    )


@never_cache
@require_GET
def photo(request: SignedRequest, notice_id: UUID) -> HttpResponse:
    """The photo of a notice, for the office."""
    row = selectors_kin.notice(notice_id, by=request.actor)
    if row.photo is None:
        raise NotFound("rescue.no_photo", gettext_noop("没有照片。"), gettext_noop("请在写公告时上传照片。"))
    data, mime = read(row.photo)
    return HttpResponse(data, content_type=mime)
