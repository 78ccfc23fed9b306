"""Appointing and ending posts, lending them to a deputy and taking them back."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.org import cards, lookups, permissions, selectors
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.delegate import LONGEST, check_may_lend, delegate
from nuandong.org.actions.end_delegation import end_delegation
from nuandong.org.actions.end_post import end_post
from nuandong.web.acting import attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.forms import (
    AppointForm,
    EndPostForm,
    LendForm,
    offer,
    people_choices,
    unit_choices,
)
from nuandong.web.pages.staff.shared import done, form_page, region_words, staff_crumbs, staff_url
from nuandong.web.regions import region_choices
from nuandong.web.wording import said


def staff_appoint(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A role in a unit, for a region, for a time."""
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    form = AppointForm(request.POST or None, initial={"unit": person.unit_id, "region": person.unit.region})
    offer(form.fields["unit"], unit_choices(cards.units_to_choose(request.actor)))
    form.offer_roles(selectors.roles())
    form.fields["region"].choices = region_choices(request.actor, local_date(request.now), whole=True)  # type: ignore[attr-defined]

    def do(data: dict[str, object]) -> UUID:
        since, until = form.times()
        return appoint(
            by=request.actor,
            now=request.now,
            staff=person.id,
            role=form.cleaned_data["role"],
            unit=form.cleaned_data["unit"],
            region=form.cleaned_data["region"],
            valid_from=since,
            valid_until=until,
            deputy=form.cleaned_data["deputy"],
        ).id

    if request.method == "POST" and attempt(request, form, "org.appoint", do):
        return done(request, _("已任职。"), back)
    return form_page(
        request,
        form,
        title=_("任职"),
        lead=f"{person.name} · {person.unit.name}",
        back=back,
        submit=_("任职"),
        crumbs=staff_crumbs(person.name, back),
    )


def post_end(request: SignedRequest, post: UUID) -> HttpResponse:
    """Relieve somebody of a post."""
    found = lookups.post_of(post)
    person = cards.staff_card(found.staff_id, by=request.actor)
    back = staff_url(person.id)
    form = EndPostForm(request.POST or None)

    def do(data: dict[str, object]) -> UUID:
        reason = str(data["reason"])
        return end_post(by=request.actor, now=request.now, post=found.id, ends_at=form.ends_at(), reason=reason).id

    if request.method == "POST" and attempt(request, form, "org.end_post", do):
        return done(request, _("已免职。"), back)
    return form_page(
        request,
        form,
        title=_("免职"),
        lead=f"{person.name} · {said(found.role.title)} · {found.unit.name}",
        note=_("从这个岗位委托出去的权限同时收回。"),
        back=back,
        submit=_("免职"),
        icon="user-minus",
        danger=True,
        crumbs=staff_crumbs(person.name, back),
    )


def post_lend(request: SignedRequest, post: UUID) -> HttpResponse:
    """Lend a post while its holder is away; everybody may lend his own."""
    found = lookups.post_of(post)
    check_may_lend(request.actor, found)
    back = _back_of(request, found.staff_id)
    tomorrow = request.now + timedelta(days=1)
    form = LendForm(request.POST or None, initial={"valid_from": request.now, "valid_until": tomorrow})
    text = request.GET.get("q", "")
    deputies = cards.colleagues(request.actor, text=text, near=found.staff.unit, without=[found.staff_id])
    offer(form.fields["taker"], people_choices(deputies))
    form.offer_permissions(found)

    def do(data: dict[str, object]) -> UUID:
        lent = form.cleaned_data
        return delegate(
            by=request.actor,
            now=request.now,
            post=found.id,
            taker=lent["taker"],
            valid_from=lent["valid_from"],
            valid_until=lent["valid_until"],
            absence=lent["absence"],
            permissions_lent=lent["permissions"],
            reason=lent["reason"],
        ).id

    if request.method == "POST" and attempt(request, form, "org.delegate", do):
        return done(request, _("已委托，到时自动收回。"), back)
    region = region_words([found.region], request.now)[found.region]
    return form_page(
        request,
        form,
        title=_("委托代班"),
        lead=f"{found.staff.name} · {said(found.role.title)} · {region}",
        note=_("最长 %(days)d 天；借来的权限不能再转借，涉及账号和角色的权限不能委托。") % {"days": LONGEST.days},
        back=back,
        submit=_("委托"),
        search=_("找代班人"),
        text=text,
        cut=len(deputies) >= cards.CHOICES,
        crumbs=staff_crumbs(found.staff.name, back) if request.actor.may("org.staff.see") else [],
    )


def delegation_end(request: SignedRequest, delegation: UUID) -> HttpResponse:
    """Take back what was lent, before its time."""
    found = lookups.delegation_of(delegation)
    check_may_lend(request.actor, found.post)
    back = _back_of(request, found.giver_id)
    form = PageForm(request.POST or None)

    def do(data: dict[str, object]) -> UUID:
        end_delegation(by=request.actor, now=request.now, delegation=found.id)
        return found.id

    if request.method == "POST" and attempt(request, form, "org.end_delegation", do):
        return done(request, _("委托已收回。"), back)
    names = selectors.names_of([found.giver_id, found.taker_id])
    lead = _("%(giver)s 委托给 %(taker)s 的权限立即失效。") % {
        "giver": names[found.giver_id],
        "taker": names[found.taker_id],
    }
    return form_page(request, form, title=_("收回委托"), lead=lead, back=back, submit=_("收回"), icon="arrow-back-up")


def _back_of(request: SignedRequest, holder: UUID) -> str:
    """The person's page, or the own account for somebody who may not look through the register."""
    return staff_url(holder) if permissions.allows(request.actor, "org.staff.see") else reverse("account")
