"""The journal events of goods handed out to households."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class GoodsPlanned(journal.Payload):
    """One event for all households of a village."""

    kind: ClassVar[str] = "relief.goods_planned"
    title: ClassVar[str] = _("编制实物发放名单")
    subject_type: ClassVar[str] = "relief.season"
    item: str
    each: int
    per: str
    households: int
    quantity: int


@journal.register
class GoodsGiven(journal.Payload):
    """`act` is that of the stock, `receiver` the member of the household who signed."""

    kind: ClassVar[str] = "relief.goods_given"
    title: ClassVar[str] = _("发放救助物资")
    subject_type: ClassVar[str] = "relief.hand_out"
    entitlement: UUID
    item: str
    quantity: int
    receiver: UUID
    delivered: bool
    act: UUID


@journal.register
class GoodsCancelled(journal.Payload):
    kind: ClassVar[str] = "relief.goods_cancelled"
    title: ClassVar[str] = _("取消实物发放")
    subject_type: ClassVar[str] = "relief.hand_out"
    item: str
    quantity: int
