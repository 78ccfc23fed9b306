"""The records a page may be filed to by hand: the newest of each kind, in the place the page came from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from nuandong.geo.areas import in_region
from nuandong.kernel.clock import local_date
from nuandong.relief.models import Application, Decision, Destruction, Meeting, Notice, Pack, Payout, Season, Training
from nuandong.relief.scanning.codes import SheetKind

_MOST: Final = 200
"""Of each kind; who looks after more uploads from the record's own page."""


@dataclass(frozen=True, slots=True)
class Fileable:
    """A record: `words` tell it from its neighbours."""

    kind: SheetKind
    subject: UUID
    region: int
    words: str


def fileable(seasons: Sequence[Season], region: int) -> list[Fileable]:
    """Eight queries."""
    return list(_found(seasons, region))


def _found(seasons: Sequence[Season], region: int) -> Iterator[Fileable]:
    def of(model: Any) -> Any:
        rows = model.objects.filter(in_region(region), season__in=seasons)
        return rows.order_by("-id")[:_MOST]

    for meeting in of(Meeting):
        yield Fileable(SheetKind.MINUTES, meeting.id, meeting.region, f"{local_date(meeting.held_at):%Y-%m-%d}")
    for pack in of(Pack):
        yield Fileable(SheetKind.PACK, pack.id, pack.region, f"{pack.number}")
    for notice in of(Notice):
        yield Fileable(SheetKind.POSTER, notice.id, notice.region, notice.title)
    for training in of(Training):
        yield Fileable(SheetKind.TRAINING, training.id, training.region, f"{training.held_on:%Y-%m-%d}")
    for decision in of(Decision):
        yield Fileable(SheetKind.DECISION, decision.id, decision.region, f"{decision.number}")
    for payout in of(Payout):
        yield Fileable(SheetKind.PAYOUT, payout.id, payout.region, f"{payout.number}")
    for gone in of(Destruction):
        yield Fileable(SheetKind.DESTRUCTION, gone.id, gone.region, f"{gone.number}")
    for case in of(Application):
        yield Fileable(SheetKind.APPLICATION, case.id, case.region, case.head_masked)
