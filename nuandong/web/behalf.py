"""Typing what somebody else signed on paper (代录): the fold that forms offer for it, and who then acts.

A view gives its form the fold with `offer` and asks `actor` whose act it is; `components/form.html` draws it.
"""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import signing
from nuandong.org.actors import SHEET, on_behalf
from nuandong.web.fields import moment_field, photo_field, stored
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest

Filled = TypeVar("Filled", bound=PageForm)
NEEDS = "org.record_on_behalf"
_FIELDS = {"staff": "signer", "sheet": "signer_sheet", "photo": "signer_sheet"}
"""Where a refusal of the rules belongs in the form."""


def offer(request: SignedRequest, form: Filled, *, moment: bool = False) -> Filled:
    """The form, with the fold for those who may type for others; `moment` adds the time of the act where the form has
    no field for it."""
    if not request.actor.may(NEEDS):
        return form
    sheet = photo_field(_("签字原件照片"), help_text=_("拍下有签字或手印的那一页。"))
    sheet.widget.attrs["class"] = "input"
    who = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    help_text = _("在纸上签字或按手印的人。输入姓名或单位，从列表中选。")
    fields = {
        "signer": forms.CharField(label=_("签字人"), required=False, max_length=120, help_text=help_text, widget=who),
        "signer_sheet": sheet,
    }
    if moment:
        told = moment_field(_("纸上写明的时间"), help_text=_("不填为现在。"))
        told.widget.attrs["class"] = "input"
        fields["acted_at"] = told
    form.fields |= fields
    form.folded = tuple(fields)
    # Each form of a page has a list of its own, filled while somebody types (pages/behalf).
    who.attrs["list"] = f"{form['signer'].auto_id}_list"
    return form


def actor(request: SignedRequest, data: dict[str, Any], *, region: int | None = None) -> Actor:
    """Who acts: whoever signed, if the fold was filled in, else the person at the screen.

    The photo is kept in `region` (12-digit code), that of the record. Raises what `signing.signer_of`, `stored` and
    `on_behalf` refuse, each beside its field.
    """
    by, words, photo = request.actor, data.get("signer"), data.get("signer_sheet")
    if not words and not photo:
        return by
    try:
        signer = signing.signer_of(by, words or "")
        sheet = stored(request, photo, region=region or by.region, purpose=SHEET)
        return on_behalf(by, staff=signer, sheet=sheet)
    except DomainError as error:
        error.field = _FIELDS.get(error.field or "", error.field)
        raise


def home(request: SignedRequest, by: Actor) -> int:
    """Where a record belongs that names no place: to the signer's unit, if the typist sees so far, else to his own."""
    return by.region if request.actor.sees(by.region) else request.actor.region
