"""States of a ledger file, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerState(models.TextChoices):
    WAITING = "waiting", _("正在核对")
    COLUMNS = "columns", _("待对应列")
    CHECKED = "checked", _("待确认")
    WRITING = "writing", _("正在导入")
    CONFIRMED = "confirmed", _("已导入")
    WITHDRAWN = "withdrawn", _("已撤回")
    REFUSED = "refused", _("不能导入")


LEDGER: Final[Mapping[LedgerState, Mapping[str, LedgerState]]] = MappingProxyType(
    {
        LedgerState.WAITING: {
            "ask": LedgerState.COLUMNS,
            "check": LedgerState.CHECKED,
            "refuse": LedgerState.REFUSED,
        },
        LedgerState.COLUMNS: {"map": LedgerState.WAITING, "drop": LedgerState.REFUSED},
        LedgerState.CHECKED: {
            "map": LedgerState.WAITING,
            "confirm": LedgerState.WRITING,
            "drop": LedgerState.REFUSED,
        },
        LedgerState.WRITING: {
            "write": LedgerState.CONFIRMED,
            "change": LedgerState.WAITING,
            "fail": LedgerState.CHECKED,
        },
        LedgerState.CONFIRMED: {"withdraw": LedgerState.WITHDRAWN},
        LedgerState.WITHDRAWN: {},
        LedgerState.REFUSED: {},
    }
)
"""State → act → next state. `map`, `confirm`, `drop` and `withdraw` are a person's; all others the worker's."""

UNDER_WAY: Final = frozenset({LedgerState.WAITING, LedgerState.WRITING})
LIVE: Final = frozenset(set(LedgerState) - {LedgerState.WITHDRAWN, LedgerState.REFUSED})


class RowState(models.TextChoices):
    ACCEPTED = "accepted", _("合格")
    REJECTED = "rejected", _("有错误")


class Outcome(models.TextChoices):
    """What an accepted row does."""

    NEW = "new", _("新登记一户")
    KNOWN = "known", _("已登记的户")
    CHANGED = "changed", _("修改需求")
    SAME = "same", _("没有变化")
    MEMBER = "member", _("家庭成员")


class PaperKind(models.TextChoices):
    """Papers for the archives that no step of the season leaves."""

    FUNDS = "funds", _("资金文件")
    MINUTES = "minutes", _("资金分配会议纪要")
    REQUEST = "request", _("用款申请")
    VOUCHER = "voucher", _("记账凭证")
    SEALED = "sealed", _("盖章扫描件")
    OTHER = "other", _("其他材料")
