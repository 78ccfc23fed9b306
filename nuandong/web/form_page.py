"""The page of one act with one form: title, facts, fields, a button; done leads back, refused shows the form again."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Select
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuandong.kernel.errors import DomainError
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.wording import refusal

Do = Callable[[dict[str, Any]], UUID]
Crumbs = Sequence[tuple[str, str]]


def form_page(
    request: SignedRequest,
    form: PageForm,
    name: str,
    do: Do,
    *,
    title: str,
    back: str,
    done: str = "",
    template: str = "act.html",
    leads_to: Callable[[UUID], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or carry it out as the command `name`.

    `back` is where one came from, `leads_to` makes the address after success from the id of what was made, `done` is
    what is said there. Context: `lead`, `crumbs`, `submit`, `danger`, `icon`, `facts` (pairs), and what a template of
    one's own asks for.
    """
    if request.method == "POST" and (made := attempt(request, form, name, do)) is not None:
        messages.success(request, done or _("已保存。"))
        return redirect(leads_to(made) if leads_to else back)
    shown = {"form": form, "title": title, "back": back, **context}
    return render(request, template, shown, status=STATUS_REFUSED if form.is_bound else 200)


def posted(request: SignedRequest) -> QueryDict | None:
    """What a form is bound to: everything posted, a press on a bare button included; None before."""
    return request.POST if request.method == "POST" else None


def select_box(name: str, choices: Sequence[Any], value: str) -> SafeString:
    """A select for a filter, its id `f-<name>`; choices may be grouped."""
    return Select(attrs={"class": "select", "id": f"f-{name}"}, choices=choices).render(name, value)


def why_not(check: Callable[[], object]) -> str:
    """Why an act is refused now, in the words of its check; empty when it is not."""
    try:
        check()
    except DomainError as error:
        return refusal(error)
    return ""
