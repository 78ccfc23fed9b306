"""The list of goods: what there is of each, adding and changing them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.kernel.ids import new_id
from nuandong.org import permissions
from nuandong.supplies import details, selectors
from nuandong.supplies.actions.define_item import define_item
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stock import choices
from nuandong.web.pages.stock.forms import ItemForm
from nuandong.web.wording import said


@require_GET
def items(request: SignedRequest) -> HttpResponse:
    """Every item with how many there are in all stores together, and the kits."""
    by = request.actor
    there: dict[str, list[selectors.Stock]] = {}
    for one in selectors.stock(by=by):
        there.setdefault(one.item, []).append(one)
    _kits, _sized, contents = choices.kits()
    context = {
        "items": [
            (one, sum(part.quantity for part in there.get(one.code, [])), there.get(one.code, []))
            for one in details.all_items(by=by)
        ],
        "kits": contents,
        "may_change": permissions.allows(by, "supplies.stock.receive"),
        "tab": "stock-items",
    }
    return render(request, "stock/items.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """One more kind of goods."""
    return _form(request, ItemForm(posted(request)), title=_("新增物资"))


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, code: str) -> HttpResponse:
    """The local form of an item."""
    found = details.item(code, by=request.actor)
    initial = {
        "code": found.code,
        "name": found.name,
        "unit": found.unit,
        "category": found.category,
        "sizes": " ".join(found.sizes),
        "perishable": found.perishable,
        "active": found.active,
    }
    form = ItemForm(posted(request), initial=initial)
    # Disabled, the field keeps the code of the address whatever a request says.
    form.fields["code"].disabled = True
    return _form(request, form, title=_("修改物资"), lead=said(found.name))


def _form(request: SignedRequest, form: ItemForm, **context: Any) -> HttpResponse:
    def do(data: dict[str, Any]) -> UUID:
        define_item(
            by=request.actor,
            now=request.now,
            code=data["code"],
            name=data["name"],
            unit=data["unit"],
            category=data["category"],
            sizes=data["sizes"].split(),
            perishable=data["perishable"],
            active=data["active"],
        )
        # Items have codes; the command wants the id of what it did.
        return new_id(request.now)

    return form_page(
        request,
        form,
        "supplies.define_item",
        do,
        back=reverse("stock-items"),
        crumbs=[(_("物资"), reverse("stock")), (_("物资目录"), reverse("stock-items"))],
        **context,
    )
