"""What waits in a season as lines of a to-do list, and the days of its procedure, in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nuandong.kernel.clock import local_date
from nuandong.relief.calendars import Stretch
from nuandong.relief.selectors_queue import Waiting
from nuandong.web.http import SignedRequest
from nuandong.web.pages.home.item import Item
from nuandong.web.pages.relief_applying import showing
from nuandong.web.wording import INFO, LATE, SOON_TONE, said, short_day, titled

if TYPE_CHECKING:
    from nuandong.relief.models import Season

SOON_DAYS: Final = 3
_LINES: Final = {
    "take": (gettext_noop("台账里有 %(n)d 户还没有申请"), gettext_noop("转入"), "file-import"),
    "complete": (gettext_noop("%(n)d 户等入户补填"), gettext_noop("补填"), "edit"),
    "revise": (gettext_noop("%(n)d 户退回补正"), gettext_noop("补正"), "arrow-back-up"),
    "assess": (gettext_noop("%(n)d 户等村评议"), gettext_noop("登记评议"), "users"),
    "post": (gettext_noop("%(n)d 份公示要张贴、拍照或撤下"), gettext_noop("办理"), "speakerphone"),
    "answer": (gettext_noop("%(n)d 条异议等答复"), gettext_noop("答复"), "message-2"),
    "submit": (gettext_noop("%(n)d 户等上报乡镇"), gettext_noop("上报"), "upload"),
    "review": (gettext_noop("%(n)d 户等乡镇审核"), gettext_noop("审核"), "list-check"),
    "forward": (gettext_noop("%(n)d 户等上报县级"), gettext_noop("上报"), "upload"),
    "list": (gettext_noop("%(n)d 户等列入审定名单"), gettext_noop("起草"), "list-details"),
    "send": (gettext_noop("审定名单待送签：%(n)d 户"), gettext_noop("送签"), "send"),
    "sign": (gettext_noop("审定名单待签批：%(n)d 户"), gettext_noop("签批"), "signature"),
    "plan": (gettext_noop("%(n)d 户等编制发放"), gettext_noop("编制"), "receipt"),
    "freeze": (gettext_noop("发放批次待固定：%(n)d 笔"), gettext_noop("固定"), "lock"),
    "check": (gettext_noop("发放批次待核对：%(n)d 笔"), gettext_noop("核对"), "check"),
    "release": (gettext_noop("发放批次待放款：%(n)d 笔"), gettext_noop("放款"), "receipt"),
    "result": (gettext_noop("等银行结果：%(n)d 笔"), gettext_noop("登记结果"), "receipt"),
    "findings": (gettext_noop("%(n)d 个疑点没有核实"), gettext_noop("查看"), "flag"),
    "frozen": (gettext_noop("%(n)d 处在审计冻结中"), gettext_noop("查看"), "lock"),
}
"""Code of `selectors_queue` → words, button, icon."""
_OF_PAYOUT: Final = frozenset({"freeze", "check", "release", "result"})
_OF_DECISION: Final = frozenset({"send", "sign"})
_OF_PACK: Final = frozenset({"submit", "review", "forward"})


def items(found: Sequence[Waiting], of: "Season", request: SignedRequest) -> list[Item]:
    """The lines in the order of the steps, what is late first."""
    places = showing.names_of({one.region for one in found if one.region}, request)
    today = local_date(request.now)
    lines = []
    for one in found:
        words, button, icon = _LINES[one.code]
        title = said(words) % {"n": one.count}
        place = places.get(one.region, "")
        tone, note = _when(one, today)
        title = titled(place, title) if place else title
        lines.append(Item(tone, title, _url(one, of), note, action=said(button), icon=icon))
    return sorted(lines, key=lambda line: line.tone != LATE)


def _when(one: Waiting, today: date) -> tuple[str, str]:
    """Tone, and the days that are left, or since when it could have been done."""
    if one.day is None:
        return (SOON_TONE if one.code == "revise" else INFO), ""
    n = abs((one.day - today).days)
    given = {"day": short_day(one.day), "n": n}
    if one.must:
        if one.day < today:
            return LATE, _("期限 %(day)s，已晚 %(n)d 天") % given
        return (SOON_TONE if n <= SOON_DAYS else INFO), _("期限 %(day)s，还有 %(n)d 天") % given
    if one.day > today:
        return INFO, _("最早 %(day)s 可办，还有 %(n)d 天") % given
    return SOON_TONE, _("%(day)s 起可办，已过 %(n)d 天") % given if n else _("今天起可办")


def _url(one: Waiting, of: "Season") -> str:
    listed = f"{reverse('relief-applications')}?season={of.id}"
    match one.code:
        case "take":
            return reverse("relief-from-ledger", args=[of.id, one.region])
        case "assess":
            return reverse("relief-assess", args=[of.id, one.region])
        case "complete":
            return f"{listed}&state=incomplete"
        case "revise":
            return f"{listed}&state=returned"
        case "post":
            return reverse("relief-notices")
        case "answer":
            return reverse("relief-objections")
        case "list":
            return reverse("relief-decisions", args=[of.id])
        case "plan":
            return reverse("relief-payouts")
        case "findings":
            return reverse("relief-findings")
        case "frozen":
            return reverse("relief-season", args=[of.id])
    name = "relief-pack" if one.code in _OF_PACK else "relief-decision"
    return reverse("relief-payout" if one.code in _OF_PAYOUT else name, args=[one.subject])


def days(stretches: Iterable[Stretch], today: date) -> list[dict[str, Any]]:
    """The season day by day: what is over, what is on, what comes and in how many days."""
    found = []
    for one in stretches:
        on = one.begins <= today <= one.ends
        left = (one.begins - today).days
        found.append(
            {
                "title": said(one.title),
                "begins": one.begins,
                "ends": one.ends if one.ends != one.begins else None,
                "state": (SOON_TONE, _("进行中")) if on else ("ok", _("已过")) if left < 0 else (INFO, ""),
                "left": left if left > 0 else None,
            }
        )
    return found
