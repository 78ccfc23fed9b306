"""The tree of units, one unit, adding, renaming and closing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.duty import roster
from nuandong.kernel.clock import local_date
from nuandong.org import cards, permissions, selectors
from nuandong.org.actions.change_unit import change_unit
from nuandong.org.actions.create_unit import create_unit
from nuandong.web.acting import attempt
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.forms import ReasonForm, UnitForm, UnitNameForm
from nuandong.web.pages.staff.shared import Wish, acts, done, form_page, region_words, staff_crumbs
from nuandong.web.regions import region_choices

FULL_TREE = 120
"""A longer tree shows two levels; the rest opens on the page of a unit, or by searching."""


def units(request: SignedRequest) -> HttpResponse:
    """The units of one's regions, with how many people each has."""
    text = request.GET.get("q", "")
    whole = selectors.units_tree(request.actor)
    found = cards.matching(whole, text)
    shown = found if text or len(found) <= FULL_TREE else [node for node in found if node.depth < 2]
    context = {
        "rows": [{"node": node, "indent": "　" * (2 * node.depth)} for node in shown],
        "text": text,
        "hidden": len(found) - len(shown),
        "people": sum(node.staff for node in whole),
        "count": len(whole),
        "may_lift": request.actor.may("org.lockout.lift"),
        "acts": acts(
            request,
            request.actor.region,
            ("org.unit.change", _("新增单位"), "plus", reverse("unit_new")),
        ),
    }
    return render(request, "staff/units.html", context)


def unit(request: SignedRequest, unit: UUID) -> HttpResponse:
    """One unit: where it is, what is below it, who works there."""
    card = cards.unit_card(unit, by=request.actor)
    one = card.unit
    people = selectors.staff_page(request.actor, unit=one.id, now=request.now)
    posts = cards.posts_now([person.id for person in people.rows], now=request.now)
    urls = {name: reverse(name, args=[one.id]) for name in ("unit_child", "unit_change", "unit_close")}
    hire = f"{reverse('staff_new')}?unit={one.id}"
    several: list[Wish] = [
        ("org.staff.change", _("录入人员"), "user-plus", hire),
        ("org.unit.change", _("新增下级单位"), "plus", urls["unit_child"]),
        ("org.unit.change", _("改名"), "pencil", urls["unit_change"]),
        ("org.unit.change", _("撤销单位"), "archive", urls["unit_close"], True),
    ]
    context = {
        "card": card,
        "unit": one,
        "region": region_words([one.region], request.now)[one.region],
        "people": [{"person": person, "posts": posts.get(person.id, [])} for person in people.rows],
        "more": people.after is not None,
        "teams": roster.teams(by=request.actor).filter(unit=one.id) if _may_see_teams(request) else [],
        "acts": acts(request, one.region, *several) if one.active else [],
        "crumbs": [*staff_crumbs(), (_("单位"), reverse("units"))],
    }
    return render(request, "staff/unit.html", context)


def _may_see_teams(request: SignedRequest) -> bool:
    return permissions.allows(request.actor, "duty.roster.see")


def unit_new(request: SignedRequest, unit: UUID | None = None) -> HttpResponse:
    """A new unit, at the top or below another."""
    parent = cards.unit_card(unit, by=request.actor).unit if unit else None
    back = reverse("unit", args=[parent.id]) if parent else reverse("units")
    form = UnitForm(request.POST or None, initial={"region": parent.region if parent else request.actor.region})
    form.fields["region"].choices = region_choices(request.actor, local_date(request.now), whole=True)  # type: ignore[attr-defined]
    if request.method == "POST":
        made = attempt(
            request,
            form,
            "org.create_unit",
            lambda data: (
                create_unit(by=request.actor, now=request.now, parent=parent.id if parent else None, **data).id
            ),
        )
        if made:
            return done(request, _("单位已新增。"), reverse("unit", args=[made]))
    lead = _("上级：%(name)s") % {"name": parent.name} if parent else ""
    title = _("新增下级单位") if parent else _("新增单位")
    return form_page(request, form, title=title, lead=lead, back=back, crumbs=staff_crumbs(_("单位"), reverse("units")))


def unit_change(request: SignedRequest, unit: UUID) -> HttpResponse:
    """Another name."""
    found = cards.unit_card(unit, by=request.actor).unit
    back = reverse("unit", args=[found.id])
    form = UnitNameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and attempt(
        request,
        form,
        "org.change_unit",
        lambda data: change_unit(by=request.actor, now=request.now, unit=found.id, **data).id,
    ):
        return done(request, _("单位已改名。"), back)
    return form_page(request, form, title=_("改名"), lead=found.name, back=back, crumbs=staff_crumbs(found.name, back))


def unit_close(request: SignedRequest, unit: UUID) -> HttpResponse:
    """A unit that no longer exists."""
    found = cards.unit_card(unit, by=request.actor).unit
    back = reverse("unit", args=[found.id])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        form,
        "org.close_unit",
        lambda data: change_unit(by=request.actor, now=request.now, unit=found.id, active=False, **data).id,
    ):
        return done(request, _("单位已撤销。"), reverse("units"))
    return form_page(
        request,
        form,
        title=_("撤销单位"),
        lead=found.name,
        note=_("撤销后不能再恢复，历史记录保留。单位里还有在职人员或下级单位时不能撤销。"),
        back=back,
        submit=_("撤销"),
        icon="archive",
        danger=True,
        crumbs=staff_crumbs(found.name, back),
    )
