"""What the pages of units and people share: buttons that say why not, one page for every short form, leaving a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.errors import SECOND_FACTOR
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.wording import refusal


@dataclass(frozen=True, slots=True)
class Act:
    """A button: where it leads, or `why` it does not. For want of the second factor it leads to the code first."""

    words: str
    icon: str
    url: str = ""
    why: str = ""
    danger: bool = False
    needs_code: bool = False


Wish = tuple[str, str, str, str] | tuple[str, str, str, str, bool]
"""A button wished for: permission, words, icon, address, and whether it takes something away."""


def acts(request: SignedRequest, region: int, *several: Wish) -> list[Act]:
    """The buttons of a page; what somebody may never do is left out."""
    found = [_act(request, region, *one) for one in several]
    return [one for one in found if one is not None]


def _act(
    request: SignedRequest,
    region: int,
    permission: str,
    words: str,
    icon: str,
    url: str,
    danger: bool = False,
) -> Act | None:
    if not request.actor.may(permission):
        return None
    try:
        permissions.check(request.actor, permission, region=region)
    except DomainError as error:
        if error.code == SECOND_FACTOR:
            target = f"{reverse('code')}?{urlencode({'next': url})}"
            return Act(words, icon, target, danger=danger, needs_code=True)
        return Act(words, icon, why=refusal(error))
    return Act(words, icon, url, danger=danger)


def form_page(request: SignedRequest, form: PageForm, *, title: str, back: str, **more: Any) -> HttpResponse:
    """The one page of every short form: `submit`, `icon`, `lead`, `note`, `danger`, `confirm`, `crumbs` as needed."""
    look = {"lead": "", "submit": "", "icon": "check", "danger": "", "confirm": ""}
    context = {"form": form, "title": title, "back": back, **look, **more}
    return render(request, "staff/form.html", context, status=STATUS_REFUSED if form.errors else 200)


def see_other(url: str) -> HttpResponse:
    """After a write: the browser fetches the next page, and a reload writes nothing again."""
    return HttpResponseRedirect(url, status=303)


def done(request: SignedRequest, words: str, url: str) -> HttpResponse:
    """Leave a form that was carried out, with the words that say so."""
    messages.success(request, words)
    return see_other(url)


def staff_crumbs(name: str = "", url: str = "") -> list[tuple[str, str]]:
    """The way down to a page about one person or unit."""
    top = [(_("单位与人员"), reverse("staff"))]
    return [*top, (name, url)] if name else top


def staff_url(staff: UUID) -> str:
    return reverse("staff_member", args=[staff])


def region_words(codes: Sequence[int], now: datetime) -> dict[int, str]:
    """Names of divisions from the county down; a code nobody knows shows as its digits."""
    return geo.name_paths(codes, local_date(now), top=Level.COUNTY)
