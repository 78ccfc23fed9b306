"""The official tables of a season: picked by form and place, printed or taken as a workbook, masked or in full."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.books import XLSX
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.kernel.ids import new_id
from nuandong.org import permissions
from nuandong.people.selectors.written import UNMASK
from nuandong.relief import selectors_season
from nuandong.relief.papers.book import written
from nuandong.relief.papers.filling import masked_paper, paper, plain_paper, taken
from nuandong.relief.papers.filling import papers as every_paper
from nuandong.relief.scanning.codes import SheetKind, Target
from nuandong.web import wording
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_papers.forms import AskForm, PlainForm
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.relief.forms.shape import Form
    from nuandong.relief.models import Season
    from nuandong.relief.papers.table import Table

_SHOWN = 20
"""Rows of the look before it is taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form of a season and place, with the words for where."""

    season: "Season"
    form: "Form"
    region: int
    place: str

    @property
    def subtitle(self) -> str:
        return f"{self.place} {title_of(self.season)}"


@require_safe
def papers(request: SignedRequest) -> HttpResponse:
    """Pick a form and a place; look at it; take it."""
    seasons = _seasons(request)
    if not seasons:
        return render(request, "relief_papers/forms.html", {"none": True})
    form = _form(request, seasons, request.GET or None)
    asked = _asked(request, seasons)
    context: dict[str, Any] = {"form": form, "asked": asked, "query": request.GET.urlencode()}
    if asked is None:
        context["every"] = _every(request, seasons[0])
    if asked is not None:
        try:
            context["table"] = _masked(request, asked, printed=False)
        except DomainError as error:
            context["why"] = wording.refusal(error)
        context["shown"] = _SHOWN
        context["may_plain"] = (
            asked.form.per != "region" and not asked.form.masked and request.actor.may_in(UNMASK, asked.region)
        )
    return render(request, "relief_papers/forms.html", context)


@require_safe
def printed(request: SignedRequest) -> HttpResponse:
    """The sheet, masked."""
    asked = _asked(request, _seasons(request))
    if asked is None:
        return redirect("relief-papers")
    return _sheet(request, asked, _masked(request, asked, printed=True))


@require_safe
def workbook(request: SignedRequest) -> HttpResponse | FileResponse:
    """The workbook, masked; the journal keeps who took it."""
    asked = _asked(request, _seasons(request))
    if asked is None:
        return redirect("relief-papers")
    table = _masked(request, asked, printed=False)
    taken(
        asked.form.form, len(table.rows), asked.season, asked.region, by=request.actor, now=request.now, plain=False,
        printed=False,
    )  # fmt: skip
    return _file(table, asked)


@require_http_methods(["GET", "POST"])
def plain(request: SignedRequest) -> HttpResponse | FileResponse:
    """Why it is taken in full, then the sheet or the workbook; the same press twice gives it once."""
    asked = _asked(request, _seasons(request))
    if asked is None:
        return redirect("relief-papers")
    permissions.check(request.actor, UNMASK, region=asked.region)
    form = PlainForm(posted(request))
    made: list[tuple[Table, bool]] = []

    def do(data: dict[str, Any]) -> UUID:
        on_paper = data["how"] == "paper"
        table = plain_paper(
            asked.form, asked.season, asked.region, by=request.actor, now=request.now, reason=data["reason"],
            printed=on_paper,
        )  # fmt: skip
        made.append((table, on_paper))
        return new_id(request.now)

    if request.method == "POST" and attempt(request, form, "relief.plain_paper", do) is not None:
        if made:
            table, on_paper = made[0]
            return _sheet(request, asked, table) if on_paper else _file(table, asked)
        form.add_error(None, _("这张表已经取出；要再取一次，请刷新页面重新填写。"))
    context = {
        "form": form,
        "title": _("取出完整号码的表册"),
        "lead": _("姓名、证件号码、账号、电话、住址都是完整的；谁、何时、为什么取出留有记录。"),
        "submit": _("取出"),
        "icon": "download",
        "back": f"{reverse('relief-papers')}?{request.GET.urlencode()}",
        "facts": [(_("表样"), asked.form.title), (_("地区"), asked.place), (_("年度"), title_of(asked.season))],
        "crumbs": [(_("救助表册"), reverse("relief-papers"))],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _seasons(request: SignedRequest) -> "list[Season]":
    return list(selectors_season.seasons_of(request.actor)[:20])


def _form(request: SignedRequest, seasons: "list[Season]", data: Any) -> AskForm:
    regions = region_choices(request.actor, local_date(request.now), deepest=Level.VILLAGE, whole=True)[1:]
    return AskForm(
        data,
        seasons=[(str(one.id), title_of(one)) for one in seasons],
        papers=[(code, wording.said(one.title)) for code, one in every_paper().items()],
        regions=regions,
    )


def _every(request: SignedRequest, season: "Season") -> list[dict[str, str]]:
    """Every table there is: what it is called, a row for what, who signs it; each opens for the own place."""
    per = {"household": _("一户一行"), "person": _("一人一行"), "region": _("一地一行")}
    return [
        {
            "title": wording.said(one.title),
            "per": _("一户一张") if one.paper == "case" else per[one.per],
            "signs": wording.listing([wording.said(words) for words in one.below]),
            "where": urlencode({"season": season.id, "form": code, "region": request.actor.region}),
        }
        for code, one in every_paper().items()
    ]


def _asked(request: SignedRequest, seasons: "list[Season]") -> Asked | None:
    form = _form(request, seasons, request.GET)
    if not form.is_valid():
        return None
    data = form.cleaned_data
    season = next(one for one in seasons if str(one.id) == data["season"])
    place = divisions.name_path(data["region"], local_date(request.now), top=Level.COUNTY).replace("/", "")
    return Asked(season, paper(data["form"]), data["region"], place)


def _masked(request: SignedRequest, asked: Asked, *, printed: bool) -> "Table":
    return masked_paper(asked.form, asked.season, asked.region, by=request.actor, now=request.now, printed=printed)


def _sheet(request: SignedRequest, asked: Asked, table: "Table") -> HttpResponse:
    context = {
        "asked": asked,
        "table": table,
        "across": len(table.heads) >= 7,
        "back": f"{reverse('relief-papers')}?{request.GET.urlencode()}",
        "cases": [
            (UUID(subject), list(zip(table.heads, row, strict=True)))
            for subject, row in zip(table.subjects, table.rows, strict=True)
            if _by_case(asked)
        ],
    }
    name = "cases" if _by_case(asked) else "sheet"
    return render(request, f"relief_papers/{name}.html", context)


def _by_case(asked: Asked) -> bool:
    return asked.form.paper == "case"


def _file(table: "Table", asked: Asked) -> FileResponse:
    name = f"{asked.form.title}-{asked.place}-{asked.season.year}.xlsx"
    code = None if _by_case(asked) else Target(SheetKind(asked.form.form), asked.season.id, asked.region)
    return FileResponse(written(table, asked.subtitle, code), as_attachment=True, filename=name, content_type=XLSX)
