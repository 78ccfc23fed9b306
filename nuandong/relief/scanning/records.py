"""Which record a code names, where it belongs, and whether somebody may file there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from nuandong.geo.codes import Level, at_level, is_code
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Application, Decision, Destruction, Meeting, Notice, Pack, Payout, Season, Training
from nuandong.relief.scanning.codes import SheetKind, Target

FILE: Final = "relief.scan.file"
_MODELS: Final[Mapping[SheetKind, Callable[[UUID], Any]]] = {
    SheetKind.APPLICATION: lambda one: Application.objects.select_related("season").filter(id=one).first(),
    SheetKind.MINUTES: lambda one: Meeting.objects.select_related("season").filter(id=one).first(),
    SheetKind.PACK: lambda one: Pack.objects.select_related("season").filter(id=one).first(),
    SheetKind.POSTER: lambda one: Notice.objects.select_related("season").filter(id=one).first(),
    SheetKind.TRAINING: lambda one: Training.objects.select_related("season").filter(id=one).first(),
    SheetKind.DECISION: lambda one: Decision.objects.select_related("season").filter(id=one).first(),
    SheetKind.PAYOUT: lambda one: Payout.objects.select_related("season").filter(id=one).first(),
    SheetKind.DESTRUCTION: lambda one: Destruction.objects.select_related("season").filter(id=one).first(),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scan belongs: its target, region and season."""

    target: Target
    region: int
    season: Season


def place_of(target: Target, *, by: Actor) -> Place:
    """Raises NotFound for a record that is not there or lies outside the own regions, Forbidden, OutOfScope."""
    if target.kind in _MODELS:
        row = _MODELS[target.kind](target.subject)
        if row is None or not by.sees(row.region):
            raise _nowhere()
        region, season = row.region, row.season
    else:
        found = Season.objects.filter(id=target.subject).first()
        inside = found is not None and is_code(target.region)
        if found is None or not inside or at_level(target.region, Level.COUNTY) != found.region:
            raise _nowhere()
        region, season = target.region, found
        if not by.sees(region):
            raise _nowhere()
    permissions.check(by, FILE, region=region)
    return Place(target, region, season)


def _nowhere() -> NotFound:
    return NotFound(
        "relief.scan_nowhere",
        _("这张纸上的记录不在您的管辖区域内，或已经没有了。"),
        _("请交给管这条记录的村、乡镇或县来扫描。"),
    )
