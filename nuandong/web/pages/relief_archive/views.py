"""Places with their archives and what is missing; have one made, take it, add what no step leaves."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import DOCUMENT_BYTES
from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.people.selectors.written import UNMASK
from nuandong.relief import selectors_archive as selectors
from nuandong.relief import selectors_season
from nuandong.relief.actions.add_archive_paper import add_archive_paper
from nuandong.relief.actions.ask_archive import archive_of, ask_archive, take_archive
from nuandong.relief.actions.withdraw_archive_paper import withdraw_archive_paper
from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.archiving.making import STEPS
from nuandong.relief.lookups import archive_paper_of
from nuandong.relief.scanning.records import FILE
from nuandong.relief.states import PaperKind
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.fields import uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_archive.forms import MakeForm, PaperForm, WhyForm, WithdrawForm
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.paging import SIZE, page_of
from nuandong.web.polling import read_anew
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.relief.models import Season

_SHOWN = 20
"""Papers shown below the villages."""


@require_safe
def archives(request: SignedRequest) -> HttpResponse:
    """Villages of a season; those under way are looked at again by themselves."""
    return render(request, "relief_archive/archives.html", _list(request))


@require_safe
def archives_now(request: SignedRequest) -> HttpResponse:
    """The list alone, read anew each time: no event says how far one is. X-Settled once none is under way."""
    context = _list(request)
    return read_anew(request, "relief_archive/_archives.html", context, under_way=bool(context.get("under_way")))


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Have an archive made."""
    seasons = _seasons(request)
    form = MakeForm(
        posted(request),
        initial={"season": request.GET.get("season"), "region": request.GET.get("region")},
        seasons=_season_choices(seasons),
        regions=region_choices(request.actor, local_date(request.now), whole=True),
    )

    def do(data: dict[str, Any]) -> UUID:
        return ask_archive(by=request.actor, now=request.now, season=UUID(data["season"]), region=data["region"]).id

    return form_page(
        request,
        form,
        "relief.ask_archive",
        do,
        title=_("生成档案"),
        lead=_(
            "村的材料合成一个压缩包；乡镇和县的含本级材料、汇总表和下级档案目录。写明未齐的材料，没有变化时仍是原来的版本。"
        ),
        submit=_("生成"),
        icon="archive",
        back=reverse("relief-archives"),
        done=_("已开始生成，完成后可以下载。"),
        crumbs=[(_("救助档案"), reverse("relief-archives"))],
    )


@require_http_methods(["GET", "POST"])
def paper(request: SignedRequest) -> HttpResponse:
    """Add a voucher's number or a paper that no step of the season leaves."""
    seasons = _seasons(request)
    payouts = [(str(pay.id), _batch(pay.number, one)) for one in seasons for pay in selectors.payouts_of(one)]
    form = PaperForm(
        posted(request),
        uploads(request),
        initial={"season": request.GET.get("season")},
        seasons=_season_choices(seasons),
        regions=region_choices(request.actor, local_date(request.now), whole=True),
        payouts=[("", "—"), *payouts],
    )

    def do(data: dict[str, Any]) -> UUID:
        made = add_archive_paper(
            by=request.actor,
            now=request.now,
            season=UUID(data["season"]),
            region=data["region"],
            kind=data["kind"],
            title=data["title"],
            number=data["number"],
            payout=UUID(data["payout"]) if data["payout"] else None,
            data=data["file"].read(DOCUMENT_BYTES + 1) if data["file"] else None,
        )
        return made.id

    return form_page(
        request,
        form,
        "relief.add_archive_paper",
        do,
        title=_("补充归档材料"),
        submit=_("归档"),
        icon="upload",
        back=reverse("relief-archives"),
        done=_("已归档，下次生成时列入。"),
        crumbs=[(_("救助档案"), reverse("relief-archives"))],
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, paper_id: UUID) -> HttpResponse:
    """Take out what was added by mistake."""
    row = archive_paper_of(paper_id)

    def do(data: dict[str, Any]) -> UUID:
        return withdraw_archive_paper(by=request.actor, now=request.now, paper=row.id, why=data["why"]).id

    return form_page(
        request,
        WithdrawForm(posted(request)),
        "relief.withdraw_archive_paper",
        do,
        title=_("撤出归档材料"),
        lead=_("下次生成的档案不再列入；已经生成的档案不变，文件仍然保存。"),
        submit=_("撤出"),
        icon="x",
        back=reverse("relief-archives"),
        done=_("已撤出，下次生成时不再列入。"),
        facts=[
            (_("名称"), row.title),
            (_("种类"), str(PaperKind(row.kind).label)),
            (_("文号或凭证号"), row.number or "—"),
        ],
        crumbs=[(_("救助档案"), reverse("relief-archives"))],
    )


@require_http_methods(["GET", "POST"])
def take(request: SignedRequest, archive_id: UUID) -> HttpResponse | FileResponse:
    """Why it is taken, then the file; the same press twice gives it once."""
    row = archive_of(archive_id, by=request.actor)
    form = WhyForm(posted(request))
    place = divisions.name_path(row.region, local_date(request.now), top=Level.COUNTY).replace("/", "")
    made: list[bytes] = []

    def do(data: dict[str, Any]) -> UUID:
        made.append(take_archive(by=request.actor, now=request.now, archive=row.id, reason=data["reason"])[1])
        return row.id

    if request.method == "POST" and attempt(request, form, "relief.take_archive", do) is not None:
        if made:
            name = f"{_('冬春救助档案')}-{place}-{row.season.year}-v{row.version}.zip"
            return FileResponse(BytesIO(made[0]), as_attachment=True, filename=name, content_type="application/zip")
        form.add_error(None, _("这份档案已经取出；要再取一次，请刷新页面重新填写。"))
    context = {
        "form": form,
        "title": _("取走档案"),
        "lead": _("档案里的名册是完整的姓名和号码；谁、何时、为什么取走留有记录。"),
        "submit": _("下载"),
        "icon": "file-download",
        "back": reverse("relief-archives"),
        "facts": [
            (_("地区"), place),
            (_("年度"), title_of(row.season)),
            (_("版本"), str(row.version)),
            ("SHA-256", row.digest),
        ],
        "crumbs": [(_("救助档案"), reverse("relief-archives"))],
    }
    return render(request, "act.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _list(request: SignedRequest) -> dict[str, Any]:
    seasons = _seasons(request)
    if not seasons:
        return {"none": True}
    chosen = next((one for one in seasons if str(one.id) == request.GET.get("season")), seasons[0])
    cursor = request.GET.get("after", "")
    after = int(cursor) if cursor.isdecimal() and len(cursor) <= len("520121000000") else 0
    found = selectors.stands(chosen, by=request.actor, after=after, limit=SIZE + 1)
    page = page_of(found, key=lambda one: one.region, cursor=after or None)
    today = local_date(request.now)
    papers = selectors.papers_of(chosen, by=request.actor, limit=_SHOWN)
    upper = [] if cursor else selectors.stands_above(chosen, by=request.actor)
    shown = [*upper, *page.rows]
    codes = {one.region for one in shown} | {one.region for one in papers}
    places = divisions.name_paths(codes, today, top=Level.COUNTY) if codes else {}
    return {
        "season": chosen,
        "season_box": select_box("season", _season_choices(seasons), str(chosen.id)),
        "page": page,
        "upper": [_line(one, places, request) for one in upper],
        "lines": [_line(one, places, request) for one in page.rows],
        "papers": [
            {
                "row": one,
                "kind": PaperKind(one.kind).label,
                "place": places.get(one.region, ""),
                "may_withdraw": one.withdrawn_at is None and permissions.allows(request.actor, FILE, region=one.region),
            }
            for one in papers
        ],
        "steps": STEPS,
        "under_way": any(one.under_way for one in shown),
        "query": request.GET.urlencode(),
        "may_add": permissions.allows(request.actor, FILE),
    }


def _line(one: selectors.Stand, places: Any, request: SignedRequest) -> dict[str, Any]:
    return {
        "stand": one,
        "place": places.get(one.region, str(one.region)),
        "lacks": [lack_words(*lack) for lack in one.made.missing] if one.made else [],
        "size": f"{one.made.size / 1_000_000:.1f} MB" if one.made else "",
        "may_take": one.made is not None and permissions.allows(request.actor, UNMASK, region=one.region),
        "may_make": not one.under_way,
    }


def _seasons(request: SignedRequest) -> "list[Season]":
    return list(selectors_season.seasons_of(request.actor)[:20])


def _season_choices(seasons: "list[Season]") -> list[tuple[str, str]]:
    return [(str(one.id), title_of(one)) for one in seasons]


def _batch(number: int, season: "Season") -> str:
    return _("%(season)s 第 %(number)d 批") % {"season": title_of(season), "number": number}
