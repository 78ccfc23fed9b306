"""The journal events of supplies. Lines stand as parallel lists: `items[n]` and `quantities[n]`."""

from collections.abc import Iterable
from typing import ClassVar, TypedDict
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.supplies.goods import Part


class Lines(TypedDict):
    items: list[str]
    quantities: list[int]


def lines(parts: Iterable[Part]) -> Lines:
    """The parts as an event tells them: per item, sizes and batches added up."""
    sums: dict[str, int] = {}
    for part in parts:
        sums[part.lot.item] = sums.get(part.lot.item, 0) + part.quantity
    return {"items": list(sums), "quantities": list(sums.values())}


@journal.register
class StoreOpened(journal.Payload):
    kind: ClassVar[str] = "supplies.store_opened"
    title: ClassVar[str] = _("设立存放点")
    subject_type: ClassVar[str] = "supplies.store"
    store_kind: str
    keeper: UUID
    holder: UUID | None


@journal.register
class StoreChanged(journal.Payload):
    kind: ClassVar[str] = "supplies.store_changed"
    title: ClassVar[str] = _("变更存放点")
    subject_type: ClassVar[str] = "supplies.store"
    keeper: UUID
    active: bool


@journal.register
class MinimumSet(journal.Payload):
    kind: ClassVar[str] = "supplies.minimum_set"
    title: ClassVar[str] = _("设定最低库存")
    subject_type: ClassVar[str] = "supplies.store"
    item: str
    quantity: int


@journal.register
class ItemDefined(journal.Payload):
    kind: ClassVar[str] = "supplies.item_defined"
    title: ClassVar[str] = _("维护物资目录")
    subject_type: ClassVar[str] = "supplies.item"
    item: str
    active: bool


@journal.register
class GoodsReceived(journal.Payload):
    kind: ClassVar[str] = "supplies.goods_received"
    title: ClassVar[str] = _("物资入库")
    subject_type: ClassVar[str] = "supplies.receipt"
    store: UUID
    source: str
    items: list[str]
    quantities: list[int]


@journal.register
class KitIssued(journal.Payload):
    """`kit` is empty for single items; `missing` names what the store could not give, `lacking` the categories of goods
    that a plan in force demands and that were not asked for (the reason stands with the event)."""

    kind: ClassVar[str] = "supplies.kit_issued"
    title: ClassVar[str] = _("发放物资")
    subject_type: ClassVar[str] = "supplies.issue"
    store: UUID
    kit: str
    items: list[str]
    quantities: list[int]
    missing: list[str]
    lacking: list[str] = []
    person: UUID | None
    encounter: UUID | None
    team: UUID | None
    signed: bool


@journal.register
class GoodsReturned(journal.Payload):
    kind: ClassVar[str] = "supplies.goods_returned"
    title: ClassVar[str] = _("退回物资")
    subject_type: ClassVar[str] = "supplies.issue"
    store: UUID
    items: list[str]
    quantities: list[int]


@journal.register
class GoodsDispatched(journal.Payload):
    kind: ClassVar[str] = "supplies.goods_dispatched"
    title: ClassVar[str] = _("调出物资")
    subject_type: ClassVar[str] = "supplies.transfer"
    from_store: UUID
    to_store: UUID
    items: list[str]
    quantities: list[int]


@journal.register
class GoodsTransferred(journal.Payload):
    """`lost` counts the pieces that left and did not arrive."""

    kind: ClassVar[str] = "supplies.goods_transferred"
    title: ClassVar[str] = _("签收调拨物资")
    subject_type: ClassVar[str] = "supplies.transfer"
    from_store: UUID
    to_store: UUID
    items: list[str]
    quantities: list[int]
    lost: int


@journal.register
class GoodsWrittenOff(journal.Payload):
    kind: ClassVar[str] = "supplies.goods_written_off"
    title: ClassVar[str] = _("物资报损")
    subject_type: ClassVar[str] = "supplies.write_off"
    store: UUID
    cause: str
    items: list[str]
    quantities: list[int]


@journal.register
class StockCounted(journal.Payload):
    """`items` and `quantities` hold what was counted; `more` and `less` the pieces over and under the books."""

    kind: ClassVar[str] = "supplies.stock_counted"
    title: ClassVar[str] = _("盘点")
    subject_type: ClassVar[str] = "supplies.count"
    store: UUID
    items: list[str]
    quantities: list[int]
    more: int
    less: int
