"""A village's papers as one print: masked at once, in full with a reason."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.papers.village import Papers, masked_pack, photos_of, plain_pack
from nuandong.relief.policies_applying import SEE, pack_of
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_papers.forms import WhyForm

if TYPE_CHECKING:
    from nuandong.relief.models import Pack


@require_safe
def printed(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """The pack on paper, masked."""
    row = pack_of(village_pack, by=request.actor)
    return _sheet(request, row, masked_pack(row, by=request.actor, now=request.now))


@require_http_methods(["GET", "POST"])
def plain(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """Why it is printed in full, then the print."""
    row = pack_of(village_pack, by=request.actor)
    form = WhyForm(posted(request))
    made: list[Papers] = []

    def do(data: dict[str, Any]) -> UUID:
        made.append(plain_pack(row, by=request.actor, now=request.now, reason=data["reason"]))
        return new_id(request.now)

    if request.method == "POST" and attempt(request, form, "relief.plain_pack", do) is not None:
        if made:
            return _sheet(request, row, made[0])
        form.add_error(None, _("这份材料已经打印过；要再打印一次，请刷新页面重新填写。"))
    back = reverse("relief-pack", args=[row.id])
    context = {
        "form": form,
        "title": _("打印完整号码的材料"),
        "lead": _("姓名、证件号码、账号、电话、住址都是完整的；谁、何时、为什么取出留有记录。"),
        "submit": _("打印"),
        "icon": "printer",
        "back": back,
        "facts": [(_("村（社区）"), _place(request, row)), (_("年度"), title_of(row.season))],
        "crumbs": [(_place(request, row), back)],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


@never_cache
@require_safe
def photo(request: SignedRequest, village_pack: UUID, photo: int) -> HttpResponse:
    """One of its photos, by its place."""
    row = pack_of(village_pack, by=request.actor)
    permissions.check(request.actor, SEE, region=row.region)
    found = photos_of(row)
    if photo >= len(found):
        raise NotFound("relief.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从上报材料页面打开。"))
    data, mime = read(found[photo][1])
    return HttpResponse(data, content_type=mime)


def _place(request: SignedRequest, row: "Pack") -> str:
    return divisions.name_path(row.region, local_date(request.now), top=Level.COUNTY).replace("/", "")


def _sheet(request: SignedRequest, row: "Pack", papers: Papers) -> HttpResponse:
    context = {
        "row": row,
        "papers": papers,
        "place": _place(request, row),
        "season": title_of(row.season),
        "may_plain": request.actor.may_in(UNMASK, row.region),
    }
    return render(request, "relief_papers/pack.html", context)
