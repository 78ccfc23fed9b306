"""Error pages: what went wrong, what to do, and the request's id. Never a value that somebody typed."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.web.wording import refused

STATUS: dict[type[DomainError], int] = {
    Forbidden: 403,
    OutOfScope: 404,  # whether a row of another region exists is nobody's business
    NotFound: 404,
    NotNow: 409,
    Conflict: 409,
    Invalid: 422,
}

SECOND_FACTOR = "org.second_factor_needed"
"""The one refusal that the person can clear on the spot: the page then leads to the one-time code."""


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of a refusal that no form could show; what the request had written is rolled back."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    status = STATUS.get(type(error), 422)
    return _page(request, status, *refused(error), needs_code=error.code == SECOND_FACTOR)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, SessionInterrupted):
        # Django blames the browser when a session cannot be saved; here it is the database that went away for a moment.
        return _page(request, 503, _("系统正在恢复，请稍候。"), _("请稍等几秒再提交一次；已经保存的不会重复。"))
    return _page(request, 400, _("请求不完整或太大。"), _("请返回上一页重新填写；照片请压缩到 12 MB 以内。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("您没有打开这个页面的权限。"), _("请由有权限的同事办理，或请管理员调整岗位。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, _("页面已过期，没有提交。"), _("请返回上一页，刷新后重新提交；填写的内容仍在页面上。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有这个页面或这条记录。"), _("请核对地址；它也可能不在您的管辖区域内。"))


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 500, _("系统出错，这次操作没有保存。"), _("请稍后再试；仍然出错时，请把下面的编号告诉管理员。")
    )


def _page(
    request: HttpRequest, status: int, message: object, advice: object, *, needs_code: bool = False
) -> HttpResponse:
    template = "partials/error.html" if getattr(request, "htmx", False) else "error.html"
    context = {"message": message, "advice": advice, "status": status, "needs_code": needs_code}
    return render(request, template, context, status=status)
