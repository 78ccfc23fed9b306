"""Why a bank did not pay, and what to do then. Banks have words of their own; a layout says which is which."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from nuandong.kernel.text import gettext_noop as _

Remedy = Literal["account", "same", "ask"]
"""`account`: another account is needed; `same`: pay the same again; `ask`: somebody has to find out first."""


@dataclass(frozen=True, slots=True)
class Reason:
    title: str
    advice: str
    remedy: Remedy


OTHER: Final = "other"
REASONS: Final[Mapping[str, Reason]] = MappingProxyType(
    {
        "account_unknown": Reason(
            _("账号不存在"), _("请户主本人出示社保卡或存折，逐位核对后更正账号。"), "account"
        ),
        "name_differs": Reason(
            _("户名与账号不符"), _("请核对账户是不是户主本人的；不得借用他人的卡，更正为本人账号。"), "account"
        ),
        "account_closed": Reason(_("账户已销户"), _("请户主换用本人的社保卡账号，更正后再发。"), "account"),
        "account_frozen": Reason(
            _("账户被冻结或只收不付"), _("请户主持身份证到开户网点办理，或更正为本人其他账号。"), "account"
        ),
        "account_dormant": Reason(
            _("账户长期未用，转入不动户"), _("请户主持身份证到开户网点激活后再发。"), "same"
        ),
        "card_not_active": Reason(_("社保卡金融功能未激活"), _("请户主持身份证到网点激活后再发。"), "same"),
        "id_expired": Reason(_("证件过期，账户受限"), _("请户主到开户网点更新证件信息后再发。"), "same"),
        "limit_reached": Reason(_("超出账户收款限额"), _("请户主到网点升级账户，或更正为本人一类户账号。"), "account"),
        "bank_trouble": Reason(_("银行系统原因未处理"), _("账号没有问题，可以原样再发。"), "same"),
        "no_money": Reason(_("付款账户余额不足"), _("请财政部门核对拨款到位情况，到位后原样再发。"), "same"),
        OTHER: Reason(_("其他原因"), _("请向银行问明原因后再处理。"), "ask"),
    }
)  # fmt: skip


def reason_of(known: Mapping[str, str], code: str, words: str) -> str:
    """The reason behind a bank's code, else behind its words; `other` where neither is known.

    Of money that came back, the code is the reason itself.
    """
    if code in REASONS:
        return code
    if code in known:
        return known[code]
    return next((reason for part, reason in known.items() if words and part in words), OTHER)
