"""The list of those an allocation does not pay in full, as it goes up to the next level."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.books import book
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.org import permissions
from nuandong.policy.sharing import PAID, said_words
from nuandong.relief.events.funding import ShortfallTaken
from nuandong.relief.models import Allocation, Share
from nuandong.relief.selectors_funding import SEE

SHEET: Final = "缺口名单"
_TITLES: Final = ("乡镇、村", "户主", "优先第几类", "需要（元）", "分到（元）", "缺口（元）", "说明")


def shortfall(allocation: Allocation, *, by: Actor, now: datetime) -> BinaryIO:
    """A workbook of households, or of villages where the allocation knows no households; names masked.

    The journal keeps who took it. Raises Forbidden, OutOfScope. Source: DIS-015.
    """
    permissions.check(by, SEE, region=allocation.region)
    rows = Share.objects.filter(allocation=allocation).exclude(status=PAID)
    homes = rows.filter(level="household")
    chosen = homes if homes.exists() else rows.filter(level="village")
    listed = list(chosen.select_related("application").order_by("region", "priority", "id"))
    names = divisions.name_paths({one.region for one in listed}, local_date(now), top=Level.TOWNSHIP) if listed else {}

    def lines() -> Iterator[list[str]]:
        for one in listed:
            yield [
                names.get(one.region, str(one.region)),
                inert(one.application.head_masked) if one.application else "",
                str(one.priority) if one.application else "",
                format_yuan(one.need_fen),
                format_yuan(one.share_fen),
                format_yuan(one.need_fen - one.share_fen),
                said_words(one.said),
            ]

    file = book(SHEET, _TITLES, lines())
    short = sum(one.need_fen - one.share_fen for one in listed)
    payload = ShortfallTaken(number=allocation.number, unfunded=len(listed), short_fen=short)
    journal.record(payload, by=by, now=now, region=allocation.region, subject=allocation.id)
    return file
