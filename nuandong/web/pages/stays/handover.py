"""The hand-over sheet that was promised at the door."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.rescue.actions.keep_handover_sheet import keep_handover_sheet
from nuandong.rescue.lookups_station import stay_of
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays.forms import SheetForm
from nuandong.web.pages.stays.intake import PURPOSE


@require_http_methods(["GET", "POST"])
def keep(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Its photo, taken in later."""
    row = stay_of(stay_id)
    back = reverse("stay", args=[stay_id])

    def do(data: dict[str, Any]) -> UUID:
        sheet = stored(request, data["sheet"], region=row.region, purpose=PURPOSE)
        return keep_handover_sheet(by=request.actor, now=request.now, stay=stay_id, sheet=sheet).id

    return form_page(
        request,
        SheetForm(posted(request), uploads(request)),
        "rescue.keep_handover_sheet",
        do,
        title=_("补交交接表"),
        back=back,
        done=_("交接表已保存。"),
        lead=_("双方签字的交接表，拍清楚单位、时间和签名。"),
        template="stays/act.html",
        facts=[(_("编号"), row.number), (_("护送单位或护送人"), row.brought_unit)],
        crumbs=[(_("救助站"), reverse("stays")), (row.number, back)],
    )
