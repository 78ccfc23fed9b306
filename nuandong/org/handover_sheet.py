"""The printed hand-over list (移交清单): what moved, and room for the three signatures."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import handover, permissions
from nuandong.org.errors import no_such
from nuandong.org.models import HandoverRecord, Staff
from nuandong.org.rows import only


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign: as what, who, of which unit."""

    title: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The things of one kind: the heading (a Chinese msgid) and (label, open since or None) in their order."""

    title: str
    lines: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the list shows."""

    record: UUID
    done_at: datetime
    groups: tuple[SheetGroup, ...]
    signatures: tuple[Signature, Signature, Signature]

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)


def sheet(record: UUID, *, by: Actor) -> Sheet:
    """The list of one hand-over. Raises NotFound, Forbidden, or OutOfScope for another region's."""
    found = only(
        HandoverRecord.objects.select_related("giver__unit", "taker__unit", "witness__unit").filter(id=record),
        no_such(_("移交清单")),
    )
    permissions.check(by, "org.staff.see", region=found.region)
    return Sheet(
        record=found.id,
        done_at=found.done_at,
        groups=tuple(_groups(found.moved)),
        signatures=(
            _signature(_("移交人"), found.giver),
            _signature(_("接交人"), found.taker),
            _signature(_("监交人"), found.witness),
        ),
    )


def _groups(moved: list[dict[str, str]]) -> list[SheetGroup]:
    groups = []
    for code, lines in groupby(moved, key=lambda line: line["provider"]):
        shown = tuple((one["label"], datetime.fromisoformat(one["since"]) if one["since"] else None) for one in lines)
        groups.append(SheetGroup(handover.title_of(code), shown))
    return groups


def _signature(title: str, staff: Staff) -> Signature:
    return Signature(title, staff.name, staff.unit.name)
