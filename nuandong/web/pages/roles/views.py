"""Roles: which there are, what each may, who holds it; changing one with the differences before the eyes."""

import hashlib
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.org import cards, catalogue, selectors
from nuandong.org.actions.define_role import define_role, subject_of
from nuandong.org.actions.restore_role import restore_role
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import SignedRequest
from nuandong.web.pages.roles.forms import NewRoleForm, RestoreForm, RoleForm
from nuandong.web.pages.roles.groups import Difference, difference, grouped
from nuandong.web.pages.staff.shared import done, region_words
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.org.models import Role

HOLDERS = 100
"""Holders named on the page of a role; the list of people, filtered by role, has them all."""


def roles(request: SignedRequest) -> HttpResponse:
    """Every role with its size and holders, and what nobody may hold together."""
    counts = cards.holder_counts(by=request.actor, now=request.now)
    every = list(selectors.roles())
    titles = {one.code: said(one.title) for one in every}
    rules = catalogue.separation()
    context = {
        "rows": [{"role": one, "holders": counts.get(one.code, 0)} for one in every],
        "pairs": [
            {"title": _(pair.title), "one": titles.get(pair.one, pair.one), "other": titles.get(pair.other, pair.other)}
            for pair in rules.roles
        ],
        "act_pairs": [
            {"title": _(pair.title), "one": _title(pair.one), "other": _title(pair.other)} for pair in rules.acts
        ],
    }
    return render(request, "roles/list.html", context)


def role(request: SignedRequest, code: str) -> HttpResponse:
    """One role."""
    found = cards.role_card(code)
    held = list(cards.holders(code, by=request.actor, now=request.now)[: HOLDERS + 1])
    regions = region_words([post.region for post in held], request.now)
    default = catalogue.default_roles().get(code)
    own = cards.posts_now([request.actor.staff], now=request.now).get(request.actor.staff, [])
    context = {
        "role": found,
        "groups": grouped(found.permissions),
        "holders": [{"post": post, "region": regions[post.region]} for post in held[:HOLDERS]],
        "more": len(held) > HOLDERS,
        "mine": any(post.role_id == code for post in own),
        "restorable": default is not None and found.changed_locally,
        "apart": [_(pair.title) for pair in catalogue.separation().roles if code in (pair.one, pair.other)],
        "crumbs": _crumbs(),
    }
    return render(request, "roles/role.html", context)


def role_change(request: SignedRequest, code: str) -> HttpResponse:
    """What a role may: first the differences, then the press that saves them."""
    found = cards.role_card(code)
    start = {"title": found.title, "about": found.about, "field": found.field, "permissions": found.permissions}
    form = RoleForm(request.POST or None, initial=start)
    back = reverse("role", args=[found.code])
    shown: Difference | None = None
    if request.method == "POST" and form.is_valid():
        shown = _difference(found, form.cleaned_data)
        if not shown.any:
            return done(request, _("没有改动。"), back)
        mark = _mark(found, form.cleaned_data)
        if form.cleaned_data["seen"] != mark:
            form = RoleForm(_marked(request, mark))
            form.is_valid()
        elif attempt(request, form, "org.define_role", lambda data: _define(request, found.code, data)):
            return done(request, _("角色已修改，持有人下一次操作起生效。"), back)
    title = _("修改角色：%(title)s") % {"title": said(found.title)}
    return _form(request, form, title=title, back=back, shown=shown)


def role_new(request: SignedRequest) -> HttpResponse:
    """A role of one's own making."""
    form = NewRoleForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and selectors.roles().filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("已有这个代码的角色，请换一个，或直接修改那个角色。"))
        elif attempt(request, form, "org.define_role", lambda data: _define(request, data["code"], data)):
            return done(request, _("角色已新增。"), reverse("roles"))
    return _form(request, form, title=_("新增角色"), back=reverse("roles"), shown=None)


def role_restore(request: SignedRequest, code: str) -> HttpResponse:
    """Back to the form of the reference file; what changes is shown before the press."""
    found = cards.role_card(code)
    back = reverse("role", args=[found.code])
    default = catalogue.default_roles().get(code)
    form = RestoreForm(request.POST or None)

    def do(data: dict[str, str]) -> UUID:
        restore_role(by=request.actor, now=request.now, code=found.code, reason=data["reason"])
        return subject_of(found.code)

    if request.method == "POST" and attempt(request, form, "org.restore_role", do):
        return done(request, _("已恢复默认。"), back)
    wanted = (
        {"title": default.title, "about": default.about, "field": default.field, "permissions": default.permissions}
        if default
        else None
    )
    context = {
        "form": form,
        "role": found,
        "shown": _difference(found, wanted) if wanted else None,
        "back": back,
        "crumbs": [*_crumbs(), (said(found.title), back)],
    }
    return render(request, "roles/restore.html", context, status=STATUS_REFUSED if form.errors else 200)


def _form(request: SignedRequest, form: RoleForm, *, title: str, back: str, shown: Difference | None) -> HttpResponse:
    tags = {option.data["value"]: option.tag() for option in form["permissions"]}
    context = {
        "form": form,
        "title": title,
        "back": back,
        "shown": shown,
        "groups": [
            {"title": group.title, "options": [{"tag": tags[line.code], "line": line} for line in group.lines]}
            for group in grouped(catalogue.permissions())
        ],
        "crumbs": _crumbs(),
    }
    return render(request, "roles/form.html", context, status=STATUS_REFUSED if form.errors else 200)


def _define(request: SignedRequest, code: str, data: dict[str, Any]) -> UUID:
    define_role(
        by=request.actor,
        now=request.now,
        code=code,
        title=data["title"],
        about=data["about"],
        field=data["field"],
        permissions_held=data["permissions"],
        reason=data["reason"],
    )
    return subject_of(code)


def _difference(found: "Role", wanted: dict[str, Any]) -> Difference:
    yes_no = {True: _("是"), False: _("否")}
    words = [
        (_("角色名称"), said(found.title), said(wanted["title"])),
        (_("说明"), said(found.about), said(wanted["about"])),
        (_("外勤岗位"), yes_no[found.field], yes_no[wanted["field"]]),
    ]
    return difference(found.permissions, wanted["permissions"], words)


def _mark(found: "Role", wanted: dict[str, Any]) -> str:
    """Names exactly these differences: somebody else's change in between makes them be shown again."""
    asked = [wanted["title"], wanted["about"], wanted["field"], sorted(wanted["permissions"])]
    return hashlib.sha256(json.dumps([found.changed_at.isoformat(), asked]).encode()).hexdigest()


def _marked(request: SignedRequest, mark: str) -> Any:
    data = request.POST.copy()
    data["seen"] = mark
    return data


def _title(code: str) -> str:
    known = catalogue.permissions().get(code)
    return _(known.title) if known else _(catalogue.separation().titles.get(code, code))


def _crumbs() -> list[tuple[str, str]]:
    return [(_("角色与权限"), reverse("roles"))]
