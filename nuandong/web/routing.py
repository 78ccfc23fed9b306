"""The table of addresses: each says what it needs, and the guard and the role-by-address test both read that."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuandong.org import permissions, scope
from nuandong.web.http import Request

View = Callable[..., HttpResponseBase]


class Needs(Enum):
    """What an address asks for when it is not a permission."""

    NOTHING = "nothing"
    """Public: served without anybody signed in."""
    SIGNED_IN = "signed in"


def page(route: str, view: View, name: str, *, needs: str | Needs, scoped: bool = True) -> URLPattern:
    """One address. `needs` is a permission code of library/roles, or what `Needs` lists.

    `scoped=False` keeps the request out of the scope's transaction: for acts that commit by themselves (signing in).
    """
    guard = guarded(view, needs)
    guard.scoped = scoped  # type: ignore[attr-defined]
    return path(route, guard, name=name)


def guarded(view: View, needs: str | Needs) -> View:
    @wraps(view)
    def guard(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if needs is Needs.NOTHING:
            return view(request, *args, **kwargs)
        actor, signed = request.actor, request.signed
        if actor is None or signed is None:
            return _to_login(request)
        if signed.account.must_change_password and _name(request) not in _BEFORE_CHANGE:
            return redirect("password")
        if isinstance(needs, str):
            # The region is asked again by the action; here it is only whether the page is for this person at all.
            permissions.check(actor, needs)
            # With posts in several regions one sees on a page only those where its permission is one's own.
            with scope.where(actor, needs) as request.actor:
                return view(request, *args, **kwargs)
        return view(request, *args, **kwargs)

    guard.needs = needs  # type: ignore[attr-defined]
    return guard


def _name(request: Request) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


_BEFORE_CHANGE = frozenset({"password", "logout"})
"""Addresses open to somebody who must first change the password."""


def _page_of_form(request: Request) -> str | None:
    """The page in which a form was filled in, told by the browser; None for one of another site or for none."""
    origin = urlsplit(request.headers.get("Referer", ""))
    if origin.netloc != request.get_host() or origin.path.startswith("//"):
        return None
    return urlunsplit(("", "", origin.path, origin.query, "")) or None


def _to_login(request: Request) -> HttpResponse:
    partial = bool(request.htmx) or "X-Requested-With" in request.headers
    back = request.htmx.current_url_abs_path if request.htmx else request.get_full_path()
    if request.method != "GET" and not partial:
        back = _page_of_form(request)
    target = reverse("login") + ("?" + urlencode({"next": back}) if back and back != "/" else "")
    if request.ended is not None:
        messages.warning(request, _("%(why)s，请重新登录。") % {"why": request.ended.label})
    if not partial:
        return redirect(target)
    # A partial that is answered by a login page would be pasted into the middle of the old one.
    response = HttpResponse(status=401)
    response["HX-Redirect"] = target
    return response
