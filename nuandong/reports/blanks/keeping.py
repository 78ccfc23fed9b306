"""How blanks are kept: found by id, their grids opened, the newest edition and mapping. The scope is entered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.blanks import composed
from nuandong.reports.blanks.grid import Grid, unpacked
from nuandong.reports.blanks.moving import Movement, movement
from nuandong.reports.library import all_definitions, definition_of
from nuandong.reports.models import Blank, BlankEdition, BlankFilling, BlankMapping, Report
from nuandong.vault import api as vault

PURPOSE = "reports.blank"
FILLED = "reports.blank_filling"
_TABLE = BlankEdition._meta.db_table
_MAPPINGS = BlankMapping._meta.db_table
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Held:
    """A blank with its newest edition and, where there is one, the mapping of it."""

    blank: Blank
    edition: BlankEdition
    mapping: BlankMapping | None


def blanks() -> list[Held]:
    """Every blank of the scope by title, a hundred at most."""
    rows = list(Blank.objects.order_by("title", "id")[:_SHOWN])
    editions = {one.blank_id: one for one in _editions([row.id for row in rows])}
    mappings = {one.edition_id: one for one in _mappings([one.id for one in editions.values()])}
    return [Held(row, editions[row.id], mappings.get(editions[row.id].id)) for row in rows]


def blank_of(identity: UUID, *, lock: bool = False) -> Held:
    """One blank, or NotFound. Acts lock it, so that they follow each other."""
    rows = Blank.objects.filter(id=identity)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None:
        raise NotFound(
            "reports.blank_missing", _("没有找到这份空表。"), _("它可能不在您的管辖区域内，请从列表中打开。")
        )
    edition = _editions([found.id])[-1]
    return Held(found, edition, next(iter(reversed(_mappings([edition.id]))), None))


def editions(blank: Blank) -> list[BlankEdition]:
    """All editions, the newest first, without what stands in them."""
    return list(blank.editions.defer("grid_sealed").order_by("-number"))


def grid_of(edition: BlankEdition) -> Grid:
    """What stands in an edition."""
    return unpacked(vault.open_sealed(_TABLE, "grid_sealed", edition.id, bytes(edition.grid_sealed)))


def sealed_grid(identity: UUID, grid: Grid) -> bytes:
    return vault.seal(_TABLE, "grid_sealed", identity, grid.packed())


def bindings_of(mapping: BlankMapping) -> dict[str, str]:
    """Address → code, words of one's own opened; no code where somebody said that nothing belongs there."""
    if mapping.texts_sealed is None:
        return dict(mapping.bindings)
    texts = vault.open_sealed(_MAPPINGS, "texts_sealed", mapping.id, bytes(mapping.texts_sealed))
    return composed.opened(mapping.bindings, json.loads(texts))


def sealed_texts(identity: UUID, texts: Sequence[str]) -> bytes | None:
    """The words of a mapping as they are kept."""
    if not texts:
        return None
    return vault.seal(_MAPPINGS, "texts_sealed", identity, json.dumps(texts, ensure_ascii=False))


def since_mapped(held: Held) -> Movement | None:
    """What the newest edition changes against the last one that was mapped; None when no other was."""
    mapping = (
        BlankMapping.objects.filter(edition__blank=held.blank).exclude(edition=held.edition).select_related("edition")
    )
    last = mapping.order_by("-edition__number", "-number").first()
    if last is None:
        return None
    bound = {address: code for address, code in bindings_of(last).items() if code}
    return movement(grid_of(last.edition), bound, grid_of(held.edition))


def sources(blank: Blank, *, limit: int = 12) -> list[Report]:
    """The reports a blank can be filled from, the newest period first: of each what was sent, and what is under way."""
    if blank.report not in all_definitions():
        return []
    rows = Report.objects.filter(report=blank.report).defer("content_sealed", "texts_sealed", "values")
    found = rows.order_by("-first_day", "region", "state", "-version").distinct("first_day", "region", "state")
    return list(found[:limit])


def fillings(blank: Blank, *, limit: int = 50) -> list[BlankFilling]:
    """What was made of a blank, the last first."""
    rows = BlankFilling.objects.filter(mapping__edition__blank=blank).select_related("mapping__edition")
    return list(rows.order_by("-made_at", "-id")[:limit])


def filling_of(identity: UUID) -> BlankFilling:
    """One filled copy, or NotFound."""
    found = BlankFilling.objects.select_related("mapping__edition__blank").filter(id=identity).first()
    if found is None:
        raise NotFound("reports.filling_missing", _("没有找到这份填好的表。"), _("请从空表的页面打开。"))
    return found


def name_of(filling: BlankFilling) -> str:
    """The name of the file, as people keep it."""
    blank = filling.mapping.edition.blank
    draft = _("草稿") if filling.draft else ""
    parts = (blank.title, _days(filling.first_day, filling.last_day), draft)
    return f"{'-'.join(part for part in parts if part)}.{blank.kind}"


def check_report(code: str) -> None:
    """Raise NotFound unless there is such a report."""
    definition_of(code)


def _days(first: date, last: date) -> str:
    return f"{first.isoformat()}至{last.isoformat()}"


def _editions(blanks: Sequence[UUID]) -> list[BlankEdition]:
    """The newest edition of each blank."""
    rows = BlankEdition.objects.filter(blank__in=blanks).order_by("blank", "-number").distinct("blank")
    return list(rows)


def _mappings(editions: Sequence[UUID]) -> list[BlankMapping]:
    """The newest mapping of each edition."""
    rows = BlankMapping.objects.filter(edition__in=editions).order_by("edition", "-number").distinct("edition")
    return list(rows)
