"""What is done with a poster: hung, photographed, taken down, replaced."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import noticing, selectors_noticing
from nuandong.relief.actions.post_notice import post_notice
from nuandong.relief.actions.replace_notice import replace_notice
from nuandong.relief.actions.take_down_notice import photograph_notice, take_down_notice
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_notices import forms, showing

if TYPE_CHECKING:
    from nuandong.relief.models import Notice

PURPOSE = "relief.notice"
Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def post(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    row = _row(request, relief_notice)
    initial = {"phone": selectors_noticing.last_phone(row)}

    def do(data: Data) -> "Notice":
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        return post_notice(
            by=request.actor,
            now=request.now,
            notice=row.id,
            photo=photo,
            phone=data["phone"],
            acted_at=data["acted_at"],
        )

    form = forms.PostForm(posted(request), uploads(request), initial=initial)
    return _act(request, row, form, "post_notice", do, title=_("张贴公示"), done=_("已张贴，公示期开始计算。"))


@require_http_methods(["GET", "POST"])
def last(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    row = _row(request, relief_notice)

    def do(data: Data) -> "Notice":
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        return photograph_notice(by=request.actor, now=request.now, notice=row.id, photo=photo)

    form = forms.PhotoForm(posted(request), uploads(request))
    return _act(request, row, form, "photograph_notice", do, title=_("拍最后一天的照片"), done=_("照片已保存。"))


@require_http_methods(["GET", "POST"])
def down(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    row = _row(request, relief_notice)

    def do(data: Data) -> "Notice":
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        return take_down_notice(
            by=request.actor, now=request.now, notice=row.id, photo=photo, acted_at=data["acted_at"]
        )

    form = forms.DownForm(posted(request), uploads(request))
    lead = _("最后一天已经拍过照的，不用再拍。") if row.last_photo else ""
    return _act(request, row, form, "take_down_notice", do, title=_("撤下公示"), done=_("已撤下。"), lead=lead)


@require_http_methods(["GET", "POST"])
def replace(request: SignedRequest, relief_notice: UUID) -> HttpResponse:
    row = _row(request, relief_notice)

    def do(data: Data) -> "Notice":
        return replace_notice(by=request.actor, now=request.now, notice=row.id, why=data["why"])

    return _act(
        request,
        row,
        forms.ReplaceForm(posted(request)),
        "replace_notice",
        do,
        title=_("更正公示"),
        done=_("已按现在的资料重新编制，请打印张贴。"),
        lead=_("原公示作废，公开页面关闭；新公示从重新张贴起满天数。"),
        danger=True,
    )


def _row(request: SignedRequest, relief_notice: UUID) -> "Notice":
    row = noticing.notice_of(relief_notice)
    permissions.check(request.actor, selectors_noticing.SEE, region=row.region)
    return row


def _act(
    request: SignedRequest,
    row: "Notice",
    form: Any,
    name: str,
    do: Callable[[Data], "Notice"],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    today = local_date(request.now)
    line = showing.line(row, showing.names([row], today), today)
    back = reverse("relief-notice", args=[row.id])
    return form_page(
        request,
        form,
        f"relief.{name}",
        lambda data: do(data).id,
        title=title,
        submit=title,
        done=done,
        back=back,
        leads_to=lambda made: reverse("relief-notice", args=[made]),
        facts=[(_("公示"), line["title"]), (_("张贴处"), line["place"]), (_("公示期"), line["days"])],
        template="stays/act.html",
        crumbs=[(_("公示"), reverse("relief-notices")), (line["title"], back)],
        **context,
    )
