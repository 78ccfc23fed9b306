"""What an archive lacks, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop

WORDS: Final[Mapping[str, str]] = {
    "funds": gettext_noop("没有资金文件"),
    "funds_scan": gettext_noop("资金文件没有扫描件：%(of)s"),
    "allocation": gettext_noop("没有审定的资金分配"),
    "allocation_minutes": gettext_noop("没有资金分配会议纪要"),
    "payout": gettext_noop("没有发放批次"),
    "voucher": gettext_noop("第 %(of)s 批没有记账凭证号"),
    "request": gettext_noop("第 %(of)s 批没有用款申请"),
    "meeting": gettext_noop("没有民主评议记录"),
    "meeting_photo": gettext_noop("%(of)s 的评议会没有照片"),
    "minutes_signed": gettext_noop("%(of)s 的评议会没有签字的记录"),
    "notice": gettext_noop("没有公示"),
    "first_photo": gettext_noop("没有第一天的照片：%(of)s"),
    "last_photo": gettext_noop("没有最后一天的照片：%(of)s"),
    "notice_running": gettext_noop("公示还没有撤下：%(of)s"),
    "sealed": gettext_noop("没有盖章的扫描件"),
    "applications": gettext_noop("没有在办或审定的申请"),
    "decision": gettext_noop("没有审定的名单"),
    "evaluation": gettext_noop("没有签发的绩效评估"),
    "below": gettext_noop("没有下级档案：%(of)s"),
    "below_lacks": gettext_noop("下级档案未齐：%(of)s"),
    "goods": gettext_noop("还有 %(of)s 户物资没有领取"),
}


def lack_words(code: str, of: str) -> str:
    """One of what is missing."""
    return _(WORDS[code]) % {"of": of}
