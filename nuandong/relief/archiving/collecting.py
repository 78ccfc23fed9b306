"""What an archive holds of one season, chapter by chapter; read within the scope of the system."""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from nuandong.files.storing import read
from nuandong.geo import selectors as divisions
from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, ancestors, level_of
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.kernel.money import format_yuan
from nuandong.relief.archiving import above, lists
from nuandong.relief.archiving.shape import Contents, Held, Lack, Part
from nuandong.relief.models import (
    Allocation,
    Application,
    ArchivePaper,
    Funds,
    HandOut,
    Meeting,
    Notice,
    Pack,
    Payout,
    Season,
    Share,
)
from nuandong.relief.papers.homes import Reader
from nuandong.relief.selectors_applying import words_of
from nuandong.relief.selectors_scans import scans_of
from nuandong.relief.states import PaperKind
from nuandong.relief.steps import HandOutState, NoticeState, PayoutState

_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_POSTED: Final = (NoticeState.POSTED, NoticeState.ENDED, NoticeState.DOWN)


def collected(season: Season, region: int) -> Contents:
    """All chapters of a place (12-digit code) and season.

    A village's holds its papers, names in full; a township's and a county's their own papers, sums, and the register of
    the archives below with their sums (DIS-033: archives at each level).
    """
    last = Application.objects.filter(in_region(region), season=season).aggregate(at=Max("moved_at"))["at"]
    # Places and months are said as of the last move, so that a later day alone changes nothing.
    on = local_date(last or season.opened_at)
    place = divisions.name_path(region, on, top=Level.COUNTY).replace("/", "")
    makers: tuple[Callable[[], Part], ...]
    if level_of(region) == Level.VILLAGE:
        makers = (
            lambda: _funds(season, region),
            lambda: _shares(season, region),
            lambda: _payouts(season, region),
            lambda: _meetings(season, region),
            lambda: _notices(season, region),
            lambda: _sealed(season, region),
            lambda: lists.part(season, region, on),
            lambda: _goods(season, region),
        )
    else:
        makers = (
            lambda: _funds(season, region),
            lambda: _shares(season, region),
            lambda: _payouts(season, region),
            lambda: _sealed(season, region),
            *above.only_here(season, region, on, Reader(SYSTEM, on, plain=False)),
        )
    parts = (_numbered(number, make()) for number, make in enumerate(makers, start=1))
    return Contents(season, region, place, tuple(parts))


def _numbered(number: int, part: Part) -> Part:
    folder = f"{number:02d}-{part.title}"
    files = tuple(
        Held(f"{folder}/{place:03d}-{one.name}", one.about, one.data) for place, one in enumerate(part.files, start=1)
    )
    return Part(part.title, part.heads, part.widths, part.rows, files, part.lacks)


def _held(file: UUID, about: str) -> Held:
    data, mime = read(file)
    return Held(f"{about}.{_ENDINGS.get(mime, 'bin')}".replace("/", "-"), about, data)


def _papers(season: Season, region: int, *kinds: PaperKind) -> list[ArchivePaper]:
    """Of the village and of what it lies in, in the order they came."""
    places = [region, *ancestors(region)]
    rows = ArchivePaper.objects.filter(season=season, region__in=places, kind__in=kinds, withdrawn_at=None)
    return list(rows.order_by("added_at", "id"))


def _files(papers: Iterable[ArchivePaper]) -> tuple[Held, ...]:
    return tuple(_held(one.file, one.title) for one in papers if one.file is not None)


def _funds(season: Season, region: int) -> Part:
    rows = list(Funds.objects.filter(season=season).order_by("received_on", "id"))
    papers = _papers(season, region, PaperKind.FUNDS)
    files = tuple(_held(one.scan, one.number) for one in rows if one.scan) + _files(papers)
    numbers = {one.number for one in papers}
    lacks: list[Lack] = [] if rows else [("funds", "")]
    lacks += [("funds_scan", one.number) for one in rows if one.scan is None and one.number not in numbers]
    said = tuple((one.number, one.title, format_yuan(one.amount_fen), one.issued_on.isoformat()) for one in rows)
    heads = (_("文号"), _("标题"), _("金额（元）"), _("发文日期"))
    return Part(_("资金文件"), heads, (30, 38, 16, 16), said, files, tuple(lacks))


def _shares(season: Season, region: int) -> Part:
    rows = list(Allocation.objects.filter(season=season, decided_at__isnull=False).order_by("number"))
    shares = dict(
        Share.objects.filter(in_region(region), allocation__in=rows, level="village", application=None)
        .values_list("allocation")
        .annotate(fen=Sum("share_fen"))
    )
    said = tuple(
        (
            str(one.number),
            f"{local_date(one.decided_at):%Y-%m-%d}" if one.decided_at else "",
            format_yuan(shares.get(one.id, 0)),
            one.list_hash,
        )
        for one in rows
    )
    papers = _papers(season, region, PaperKind.MINUTES)
    lacks: list[Lack] = [] if rows else [("allocation", "")]
    lacks += [] if papers else [("allocation_minutes", "")]
    heads = (_("次数"), _("审定日期"), _("本地份额（元）"), _("名册摘要"))
    return Part(_("资金分配"), heads, (8, 16, 20, 56), said, _files(papers), tuple(lacks))


def _payouts(season: Season, region: int) -> Part:
    sums = above.payout_sums(season, region)
    rows = list(Payout.objects.filter(id__in=sums).exclude(state=PayoutState.CANCELLED).order_by("number"))
    papers = _papers(season, region, PaperKind.REQUEST, PaperKind.VOUCHER)
    said, lacks = [], list[Lack]()
    for one in rows:
        numbers = [paper.number for paper in papers if paper.kind == PaperKind.VOUCHER and paper.payout_id == one.id]
        vouchers = list(dict.fromkeys(filter(None, [one.voucher, *numbers])))
        if not vouchers:
            lacks.append(("voucher", str(one.number)))
        if not any(paper.kind == PaperKind.REQUEST and paper.payout_id in (None, one.id) for paper in papers):
            lacks.append(("request", str(one.number)))
        state = str(PayoutState(one.state).label)
        count, fen = sums[one.id]
        money = (str(count), format_yuan(fen), format_yuan(one.total_fen))
        said.append((str(one.number), state, *money, "、".join(vouchers), one.list_hash))
    if not rows:
        lacks.append(("payout", ""))
    village = level_of(region) == Level.VILLAGE
    files = (*_files(papers), *(lists.paid(one, region) for one in rows if village))
    heads = (_("批次"), _("状态"), _("本地户数"), _("本地金额（元）"), _("全批金额（元）"), _("凭证号"), _("名册摘要"))
    return Part(_("用款和发放"), heads, (8, 12, 10, 14, 14, 16, 26), tuple(said), files, tuple(lacks))


def _meetings(season: Season, region: int) -> Part:
    rows = list(Meeting.objects.filter(season=season, region=region).order_by("held_at", "id"))
    said, files, lacks = [], list[Held](), list[Lack]()
    for one in rows:
        names, words = words_of(one)
        day = f"{one.held_at.astimezone(SHANGHAI):%Y-%m-%d}"
        said.append((day, one.place, str(one.invited), str(one.present)))
        title = _("会议记录-%(day)s") % {"day": day}
        files.append(Held(f"{title}.txt", title, "\n".join([title, "、".join(names), "", words]).encode()))
        files += [_held(file, _("会议记录签字页-%(day)s") % {"day": day}) for file in one.minutes_files]
        files += [_held(file, _("会议照片-%(day)s") % {"day": day}) for file in one.photos]
        lacks += [] if one.photos else [("meeting_photo", day)]
        scanned = scans_of(season=season, subject=one.id).exists()
        lacks += [] if one.minutes_files or scanned else [("minutes_signed", day)]
    if not rows:
        lacks.append(("meeting", ""))
    heads = (_("日期"), _("地点"), _("应到"), _("实到"))
    return Part(_("民主评议"), heads, (20, 50, 15, 15), tuple(said), tuple(files), tuple(lacks))


def _notices(season: Season, region: int) -> Part:
    rows = list(Notice.objects.filter(season=season, region=region).exclude(state=NoticeState.DROPPED).order_by("id"))
    said, files, lacks = [], list[Held](), list[Lack]()
    for one in rows:
        begun = f"{local_date(one.posted_at):%Y-%m-%d}" if one.posted_at else ""
        ends = one.ends_on.isoformat() if one.ends_on else ""
        said.append((_(one.title), str(NoticeState(one.state).label), begun, ends))
        for code, photo, title in (
            ("first_photo", one.first_photo, _("公示第一天")),
            ("last_photo", one.last_photo, _("公示最后一天")),
        ):
            if photo is None:
                lacks.append((code, _(one.title)))
            else:
                files.append(_held(photo, f"{_(one.title)}-{title}"))
        if one.state != NoticeState.DOWN:
            lacks.append(("notice_running", _(one.title)))
    if not rows:
        lacks.append(("notice", ""))
    heads = (_("公示"), _("状态"), _("张贴"), _("期满"))
    return Part(_("公示"), heads, (46, 18, 18, 18), tuple(said), tuple(files), tuple(lacks))


def _sealed(season: Season, region: int) -> Part:
    files = [
        _held(file, _("上报材料-%(number)d") % {"number": pack.number})
        for pack in Pack.objects.filter(season=season, region=region).order_by("number")
        for file in pack.papers
    ]
    scans = [_held(one.file, str(lists.sheet_title(one.kind))) for one in scans_of(season=season, region=region)]
    papers = _papers(season, region, PaperKind.SEALED, PaperKind.OTHER)
    sealed = scans or files or any(one.kind == PaperKind.SEALED for one in papers)
    lacks: tuple[Lack, ...] = () if sealed or level_of(region) != Level.VILLAGE else (("sealed", ""),)
    everything = (*files, *scans, *_files(papers))
    return Part(_("上报材料和盖章扫描件"), (), (), (), everything, lacks)


def _goods(season: Season, region: int) -> Part:
    rows = HandOut.objects.filter(region=region, entitlement__season=season).exclude(state=HandOutState.CANCELLED)
    given = list(rows.order_by("id"))
    files = tuple(_held(one.signature, _("物资领取签字")) for one in given if one.signature is not None)
    waiting = sum(1 for one in given if one.state != HandOutState.GIVEN)
    lacks: tuple[Lack, ...] = (("goods", str(waiting)),) if waiting else ()
    said = tuple((one.item, str(one.quantity), str(HandOutState(one.state).label)) for one in given)
    return Part(_("实物发放"), (_("物资"), _("数量"), _("状态")), (50, 20, 30), said, files, lacks)
