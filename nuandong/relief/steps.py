"""States of a season's cases, from the report of a household to the last fen, and which act moves which where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    APPLIED = "applied", _("本人申请")
    NOMINATED = "nominated", _("小组提名")
    LEDGER = "ledger", _("台账转入")


class Step(models.IntegerChoices):
    """The four steps. Nobody acts in two of them in one case."""

    REPORT = 1, _("户报")
    ASSESS = 2, _("村评")
    REVIEW = 3, _("乡审")
    DECIDE = 4, _("县定")


class ApplicationState(models.TextChoices):
    REPORTED = "reported", _("待村评议")
    ASSESSED = "assessed", _("评议通过")
    WITH_TOWNSHIP = "with_township", _("待乡镇审核")
    REVIEWED = "reviewed", _("乡镇审核通过")
    WITH_COUNTY = "with_county", _("待县级审定")
    DECIDED = "decided", _("已审定")
    RETURNED = "returned", _("退回补正")
    NOT_SUPPORTED = "not_supported", _("评议未通过")
    REFUSED = "refused", _("不予救助")
    REMOVED = "removed", _("异议成立取消")
    WITHDRAWN = "withdrawn", _("已撤回")


ENDED: Final = frozenset(
    {
        ApplicationState.NOT_SUPPORTED,
        ApplicationState.REFUSED,
        ApplicationState.REMOVED,
        ApplicationState.WITHDRAWN,
    }
)
"""A household that was not helped may report again in the same season."""

_A = ApplicationState
APPLICATION: Final[Mapping[ApplicationState, Mapping[str, ApplicationState]]] = MappingProxyType(
    {
        _A.REPORTED: {"support": _A.ASSESSED, "reject": _A.NOT_SUPPORTED, "withdraw": _A.WITHDRAWN},
        _A.ASSESSED: {
            "submit": _A.WITH_TOWNSHIP,
            "remove": _A.REMOVED,
            "withdraw": _A.WITHDRAWN,
            "reopen": _A.REPORTED,
        },
        _A.WITH_TOWNSHIP: {
            "review": _A.REVIEWED,
            "return": _A.RETURNED,
            "remove": _A.REMOVED,
            "withdraw": _A.WITHDRAWN,
        },
        _A.REVIEWED: {
            "forward": _A.WITH_COUNTY,
            "undo": _A.WITH_TOWNSHIP,
            "return": _A.RETURNED,
            "remove": _A.REMOVED,
            "withdraw": _A.WITHDRAWN,
        },
        _A.WITH_COUNTY: {
            "decide": _A.DECIDED,
            "return": _A.RETURNED,
            "refuse": _A.REFUSED,
            "remove": _A.REMOVED,
            "withdraw": _A.WITHDRAWN,
        },
        _A.RETURNED: {"revise": _A.REPORTED, "withdraw": _A.WITHDRAWN},
        _A.DECIDED: {"remove": _A.REMOVED},
        _A.NOT_SUPPORTED: {},
        _A.REFUSED: {},
        _A.REMOVED: {},
        _A.WITHDRAWN: {},
    }
)
"""State → act → next state. A decided one is removed only while nothing of it is planned or paid."""


class PackState(models.TextChoices):
    OPEN = "open", _("村里整理中")
    WITH_TOWNSHIP = "with_township", _("乡镇审核中")
    WITH_COUNTY = "with_county", _("已报县级")
    CLOSED = "closed", _("已办结")


class NoticeState(models.TextChoices):
    PREPARED = "prepared", _("待张贴")
    POSTED = "posted", _("公示中")
    ENDED = "ended", _("期满待撤下")
    DOWN = "down", _("已撤下")
    DROPPED = "dropped", _("未张贴作废")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("异议成立")
    REJECTED = "rejected", _("异议不成立")
    WITHDRAWN = "withdrawn", _("异议人撤回")


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    SENT = "sent", _("待签批")
    DECIDED = "decided", _("已审定")
    DROPPED = "dropped", _("已作废")


class Source(models.TextChoices):
    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class PayoutState(models.TextChoices):
    PLANNED = "planned", _("已编制")
    FROZEN = "frozen", _("已固定待核对")
    CHECKED = "checked", _("已核对待放款")
    RELEASED = "released", _("已交银行")
    SETTLED = "settled", _("已结清")
    CANCELLED = "cancelled", _("已取消")


PAYOUT: Final[Mapping[PayoutState, Mapping[str, PayoutState]]] = MappingProxyType(
    {
        PayoutState.PLANNED: {"freeze": PayoutState.FROZEN, "cancel": PayoutState.CANCELLED},
        PayoutState.FROZEN: {"check": PayoutState.CHECKED, "cancel": PayoutState.CANCELLED},
        PayoutState.CHECKED: {"release": PayoutState.RELEASED, "cancel": PayoutState.CANCELLED},
        PayoutState.RELEASED: {"settle": PayoutState.SETTLED},
        PayoutState.SETTLED: {},
        PayoutState.CANCELLED: {},
    }
)


class LineState(models.TextChoices):
    PLANNED = "planned", _("待发放")
    FROZEN = "frozen", _("已固定")
    SENT = "sent", _("已交银行")
    UNKNOWN = "unknown", _("银行未答复")
    PAID = "paid", _("已到账")
    FAILED = "failed", _("发放失败")
    RETURNED = "returned", _("到账后退回")
    GIVEN_UP = "given_up", _("已核销")
    CANCELLED = "cancelled", _("已取消")


OWED: Final = frozenset({LineState.FAILED, LineState.RETURNED})
"""Answered and to be paid again: the money stays claimed."""
HOLDING: Final = frozenset(set(LineState) - OWED - {LineState.CANCELLED})
"""An instalment has at most one line in these: what was written off is never attempted again."""
LIVE: Final = HOLDING - {LineState.GIVEN_UP}
"""Paid or under way."""


class WriteOffReason(models.TextChoices):
    DIED = "died", _("户主死亡，没有可以领取的家庭成员")
    GONE = "gone", _("全户迁走，联系不上")
    RENOUNCED = "renounced", _("本人放弃")
    NO_ACCOUNT = "no_account", _("多次更正仍没有可用账户")
    NOT_ENTITLED = "not_entitled", _("查实不应救助")


class HandOutState(models.TextChoices):
    PLANNED = "planned", _("待领取")
    GIVEN = "given", _("已领取")
    CANCELLED = "cancelled", _("已取消")


class OutsideKind(models.TextChoices):
    AID = "aid", _("其他项目发放名单")
    ABSENCE = "absence", _("长期外出人员名册")


class FindingState(models.TextChoices):
    OPEN = "open", _("待核实")
    EXPLAINED = "explained", _("已说明")
    CONFIRMED = "confirmed", _("属实")
    CLEARED = "cleared", _("不属实")
