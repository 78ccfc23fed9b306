"""What waits for somebody in the open seasons of winter–spring relief, with the days that are left."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nuandong.geo import selectors as geo
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.relief import selectors_queue as queue
from nuandong.relief.selectors_queue import Waiting
from nuandong.web.pages.home.item import MOST, Item, Source
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


def lines(source: queue.Source, actor: Actor, now: datetime) -> Iterator[Item]:
    """One kind of act in every open season; with several of them each line names its own."""
    today = local_date(now)
    seasons = queue.open_seasons(actor)
    for of in seasons:
        found = [one for one in source(of, actor, today) if one.count]
        for item in items(found, of, today)[:MOST]:
            yield item if len(seasons) == 1 else replace(item, note=" · ".join(filter(None, (of.title, item.note))))


def items(found: Sequence[Waiting], of: "Season", today: date) -> list[Item]:
    """The lines in the order of the steps, what is late first; one query where places are named."""
    regions = {one.region for one in found if one.region}
    places = geo.names(regions, today) if regions else {}
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


SOURCES: Final[tuple[tuple[str, Source], ...]] = tuple(
    (permission, partial(lines, source)) for permission, source in queue.SOURCES
)
