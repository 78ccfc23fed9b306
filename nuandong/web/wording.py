"""How moments, spans of time, money and lists are said on a page. Pure: no request, no clock; the tags call these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import dateformat
from django.utils.translation import gettext as _

from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
SOON: Final = timedelta(minutes=10)

COMMA: Final = gettext_noop("，")
SEMICOLON: Final = gettext_noop("；")
_PAUSE: Final = gettext_noop("、")

LATE, SOON_TONE, OK, INFO, MUTE, ACCENT = "late", "soon", "ok", "info", "mute", "accent"
TONE_ICONS: Final = {
    LATE: "alert-triangle",
    SOON_TONE: "clock-hour-4",
    OK: "circle-check",
    INFO: "info-circle",
    MUTE: "circle-dashed",
    ACCENT: "flame",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as it is shown: its tone, its words, and whether the browser goes on counting."""

    tone: str
    words: str
    running: bool


def span_words(seconds: int) -> str:
    """A length of time in its two largest units, cut off below: 3 天 4 小时, 12 分 30 秒, 8 秒."""
    seconds = abs(seconds)
    if seconds >= DAY:
        return _two(_("%(n)d 天") % {"n": seconds // DAY}, _("%(n)d 小时"), seconds % DAY // HOUR)
    if seconds >= HOUR:
        return _two(_("%(n)d 小时") % {"n": seconds // HOUR}, _("%(n)d 分"), seconds % HOUR // MINUTE)
    if seconds >= MINUTE:
        return _two(_("%(n)d 分") % {"n": seconds // MINUTE}, _("%(n)d 秒"), seconds % MINUTE)
    return _("%(n)d 秒") % {"n": seconds}


def due_words(due: datetime, now: datetime, *, done: datetime | None = None, soon: timedelta = SOON) -> Due:
    """What a deadline says now: done in time, done late, over by, or how long there is left.

    `soon` is how long before the deadline the tone turns to amber. A deadline met to the second is met.
    """
    if done is not None:
        if done <= due:
            return Due(OK, _("按时完成"), running=False)
        return Due(LATE, _("迟 %(span)s 完成") % {"span": span_words(_seconds(done - due))}, running=False)
    left = _seconds(due - now)
    if left < 0:
        return Due(LATE, _("已超 %(span)s") % {"span": span_words(left)}, running=True)
    tone = SOON_TONE if left <= soon.total_seconds() else INFO
    return Due(tone, _("还有 %(span)s") % {"span": span_words(left)}, running=True)


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment as people in an office say it: 20:05 of today, 昨天 20:05, 12月1日 20:05, 2025年12月1日 20:05."""
    local = moment.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    days = (local_date(now) - local.date()).days
    if days == 0:
        return _("今天 %(clock)s") % {"clock": clock}
    if days == 1:
        return _("昨天 %(clock)s") % {"clock": clock}
    if days == -1:
        return _("明天 %(clock)s") % {"clock": clock}
    return written_moment(moment) if local.year != local_date(now).year else short_moment(moment)


def written_day(day: date) -> str:
    """A day as it stands on paper: 2026年12月1日, 1 Dec 2026."""
    return dateformat.format(day, _("Y年n月j日"))


def short_day(day: date) -> str:
    """A day of this season: 12月1日, 1 Dec."""
    return dateformat.format(day, _("n月j日"))


def written_moment(moment: datetime) -> str:
    """A moment as it stands on paper, in Asia/Shanghai: 2026年12月1日 20:05, 1 Dec 2026 20:05."""
    return dateformat.format(moment.astimezone(SHANGHAI), _("Y年n月j日 H:i"))


def short_moment(moment: datetime) -> str:
    """A moment of this season, in Asia/Shanghai: 12月1日 20:05, 1 Dec 20:05."""
    return dateformat.format(moment.astimezone(SHANGHAI), _("n月j日 H:i"))


def full_moment(moment: datetime) -> str:
    """Date and time to the second, in Asia/Shanghai."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def said(words: str) -> str:
    """Words of a file in `library`, also where a row was made from it; what a county wrote itself stays as it is."""
    return _(words) if words else ""


def listing(parts: Iterable[object], mark: str = _PAUSE) -> str:
    """Several words in one line; what is empty is left out. `mark`: none, COMMA or SEMICOLON."""
    return _(mark).join(words for words in map(str, parts) if words)


def noted(words: object, note: object) -> str:
    """Words with a note in brackets, where there is one."""
    return _("%(words)s（%(note)s）") % {"words": words, "note": note} if note else str(words)


def titled(title: object, words: object) -> str:
    """What something is called, and what it is."""
    return _("%(title)s：%(words)s") % {"title": title, "words": words}


def refusal(error: DomainError) -> str:
    """What is wrong and what to do, in one go. Titles of the library among the values are said as well."""
    message, advice = refused(error)
    return _("%(message)s%(advice)s") % {"message": message, "advice": advice}


def refused(error: DomainError) -> tuple[str, str]:
    """What is wrong, and what to do."""
    values = {name: _value(value) for name, value in error.params.items()}
    return (_(error.message) % values, _(error.advice) % values) if values else (_(error.message), _(error.advice))


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return listing(map(said, value))
    return said(value) if isinstance(value, str) else value


def script_words() -> dict[str, str]:
    """The words that the browser's own scripts say; they stand in the page as JSON."""
    return {
        "day": _("%(n)d 天"),
        "hour": _("%(n)d 小时"),
        "minute": _("%(n)d 分"),
        "second": _("%(n)d 秒"),
        "titled": _("%(title)s：%(words)s"),
        "comma": _(COMMA),
        "left": _("还有 %(span)s"),
        "over": _("已超 %(span)s"),
        "nowLate": _("%(what)s：已超时"),
        "nowSoon": _("%(what)s：即将到时"),
        "offline": _("网络已断开，填写的内容会保存在本机"),
        "stale": _("连接中断，显示的是 %(clock)s 的情况"),
        "queued": _("已保存在本机，有网络时自动发送"),
        "drop": _("删除"),
        "kept": _("已存 %(n)d 户，没有网络也能填"),
        "sending": _("正在发送…"),
        "sent": _("已发送"),
        "signIn": _("登录已过期，请重新登录后发送"),
        "refused": _("这一条没有被接受，请打开核对"),
        "locating": _("正在定位…"),
        "located": _("已定位，误差约 %(n)d 米"),
        "locateFailed": _("定位失败，请手动填写地点"),
        "locateDenied": _("没有定位权限，请在浏览器设置中允许，或手动填写地点"),
        "photoWork": _("正在处理照片…"),
        "photoBad": _("这个文件不是照片"),
        "draftKept": _("已恢复上次没有提交的内容"),
        "noMap": _("这台设备不能显示地图，以下是列表"),
        "failed": _("没有成功，请稍后再试"),
        "copied": _("已复制"),
        "sessionEnds": _("登录将在 %(span)s 后到期"),
    }


def _two(first: str, second: str, rest: int) -> str:
    return f"{first} {second % {'n': rest}}" if rest else first


def _seconds(span: timedelta) -> int:
    # Floor towards minus infinity: half a second over the deadline is over it.
    return span // timedelta(seconds=1)
