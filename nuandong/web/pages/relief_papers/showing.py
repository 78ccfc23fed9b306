"""Scans and the records they may belong to, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.relief.scanning.codes import OF_RECORD, SheetKind
from nuandong.relief.scanning.listing import fileable
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import title_of

if TYPE_CHECKING:
    from nuandong.relief.models import Scan, Season

_HOW: Final = {
    "code": (wording.OK, gettext_lazy("二维码")),
    "follows": (wording.INFO, gettext_lazy("接上页")),
    "given": (wording.OK, gettext_lazy("上传时指定")),
    "hand": (wording.OK, gettext_lazy("手工归档")),
    "": (wording.SOON_TONE, gettext_lazy("待选择记录")),
}
_PAGES: Final = {
    SheetKind.APPLICATION: "relief-application",
    SheetKind.MINUTES: "relief-meeting",
    SheetKind.PACK: "relief-pack",
    SheetKind.POSTER: "relief-notice",
    SheetKind.TRAINING: "relief-training",
    SheetKind.DECISION: "relief-decision",
    SheetKind.PAYOUT: "relief-payout",
    SheetKind.DESTRUCTION: "relief-destruction",
}
_PLACES: Final = {SheetKind.RECEIPT: "relief-goods"}


def scans(rows: "Sequence[Scan]", request: SignedRequest) -> list[dict[str, Any]]:
    """Pages of a list; two queries for the names of places and people."""
    places = geo.name_paths({one.region for one in rows}, local_date(request.now), top=Level.TOWNSHIP) if rows else {}
    who = org.names_of([one.uploaded_by for one in rows])
    return [_line(one, places.get(one.region, str(one.region)), who.get(one.uploaded_by, "")) for one in rows]


def _line(row: "Scan", place: str, who: str) -> dict[str, Any]:
    tone, how = (wording.MUTE, _("不归档")) if row.dropped_at else _HOW[row.how]
    if not row.kind:
        return {"row": row, "title": _("没有读出二维码的一页"), "place": _("未归档"), "url": "", "tone": tone,
                "how": how, "who": who}  # fmt: skip
    kind = SheetKind(row.kind)
    return {
        "row": row,
        "title": str(kind.label),
        "place": f"{place} {title_of(row.season)}" if row.season else place,
        "url": address(kind, row.subject, row.region),
        "tone": tone,
        "how": how,
        "who": who,
    }


def address(kind: SheetKind, subject: UUID | None, region: int) -> str:
    """The page of a record."""
    if kind in _PAGES:
        return reverse(_PAGES[kind], args=[subject])
    if kind in _PLACES:
        return f"{reverse(_PLACES[kind])}?season={subject}&region={region}"
    return f"{reverse('relief-papers')}?season={subject}&form={kind.value}&region={region}"


def records(seasons: "Sequence[Season]", region: int, request: SignedRequest) -> list[Any]:
    """Choices of records near a page, grouped by kind."""
    found = fileable(seasons, region)
    places = geo.names({one.region for one in found}, local_date(request.now))
    groups: dict[SheetKind, list[tuple[str, str]]] = {}
    for one in found:
        words = f"{places.get(one.region, str(one.region))} {wording.said(one.words)}"
        groups.setdefault(one.kind, []).append((f"{one.kind.value}:{one.subject}", words))
    return [("", _("请选择")), *[(str(kind.label), choices) for kind, choices in groups.items()]]


def tables(seasons: "Sequence[Season]") -> list[Any]:
    """Choices of tables, grouped by season."""
    kinds = [kind for kind in SheetKind if kind not in OF_RECORD]
    groups = [(title_of(one), [(f"{kind.value}:{one.id}", str(kind.label)) for kind in kinds]) for one in seasons]
    return [("", _("请选择")), *groups]
