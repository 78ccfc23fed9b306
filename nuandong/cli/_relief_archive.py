"""`nuandong relief archive`: the archive of a place asked for, waited for, told as lines or as JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, NotNow
from nuandong.org import scope
from nuandong.relief.actions.ask_archive import ask_archive
from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.selectors_archive import Stand, season_at, stand_of

if TYPE_CHECKING:
    from nuandong.relief.models import Archive, Season

_EVERY: Final = 2.0
"""Seconds between two looks."""


def made(
    *,
    by: Actor,
    now: datetime,
    year: int,
    region: int,
    wait: int,
    title: str = "",
    pause: Callable[[float], object] = sleep,
) -> "Archive":
    """The newest archive once the background has made it; one that is under way already is waited for.

    Raises what `ask_archive` raises, NotNow when it could not be made or was not within `wait` seconds.
    """
    with scope.enter(by):
        season = season_at(year, region, title)
        with suppress(Conflict):
            ask_archive(by=by, now=now, season=season.id, region=region)
    waited = 0.0
    while (stand := _now(by, season, region)).under_way and waited < wait:
        pause(_EVERY)
        waited += _EVERY
    if stand.under_way:
        raise NotNow(
            "cli.archive_waits", _("已要求生成，还没有完成。"), _("请确认后台在运行，稍后再执行，或加大 --wait。")
        )
    if stand.asked is not None or stand.made is None:
        why = stand.asked.trouble if stand.asked else ""
        raise NotNow("cli.archive_failed", _("档案没有生成：%(why)s"), _("请处理后再执行。"), why=why)
    return stand.made


def _now(by: Actor, season: "Season", region: int) -> Stand:
    with scope.enter(by):
        return stand_of(season, region, by=by)


def as_json(row: "Archive", year: int) -> str:
    told: dict[str, Any] = {
        "id": str(row.id),
        "region": row.region,
        "season": year,
        "version": row.version,
        "files": row.files,
        "size": row.size,
        "digest": row.digest,
        "complete": not row.missing,
        "missing": [lack_words(*one) for one in row.missing],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_lines(row: "Archive") -> Iterator[str]:
    words = _("%(region)d 第 %(version)d 版，%(files)d 个文件，未齐 %(missing)d 项")
    told = {"region": row.region, "version": row.version, "files": row.files, "missing": len(row.missing)}
    yield words % told
    yield row.digest
    for one in row.missing:
        yield "  " + lack_words(*one)
