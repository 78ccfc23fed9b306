"""What every reader gives back, whatever the format was."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nuandong.alerts.levels import Level
from nuandong.kernel.text import gettext_noop as _


class Format(StrEnum):
    CAP = "cap"
    GBT = "gbt"
    JSON = "json"
    FORM = "form"


class Status(StrEnum):
    """Whether a message is meant: only an actual one is ever in force."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"


class MessageType(StrEnum):
    ALERT = "alert"
    UPDATE = "update"
    CANCEL = "cancel"


NOTE_WORDS = {
    "event_unknown": _("灾种代码或名称不在对照表中：%(detail)s"),
    "level_unknown": _("预警等级无法识别：%(detail)s"),
    "level_from_headline": _("等级取自标题：%(detail)s"),
    "geocode_unknown": _("区划代码无法识别：%(detail)s"),
    "area_unknown": _("没有可用的区划代码，请人工指定影响区域。%(detail)s"),
    "geometry_not_read": _("影响范围的图形无法识别：%(detail)s"),
    "time_not_read": _("时间无法识别：%(detail)s"),
    "zone_assumed": _("时间没有时区，按北京时间处理：%(detail)s"),
    "end_assumed": _("没有写明结束时间，按默认时长处理。%(detail)s"),
    "end_before_start": _("结束时间早于开始时间，按默认时长处理：%(detail)s"),
    "reference_not_read": _("引用的预警编号无法识别：%(detail)s"),
    "error_means_cancel": _("更正消息（Error）按解除处理。%(detail)s"),
    "all_clear_means_cancel": _("内容为解除（AllClear），按解除处理。%(detail)s"),
    "system_means_test": _("系统消息（System）不作为预警。%(detail)s"),
    "signature_not_checked": _("数字签名没有核验。%(detail)s"),
    "old_version": _("CAP 版本较旧：%(detail)s"),
    "not_public": _("发布范围不是公开：%(detail)s"),
    "field_unknown": _("没有使用的字段：%(detail)s"),
}
"""Wording of the notes, for pages and the command line."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a message that was not understood, or was read in a way a person should know."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message; `sender` is empty where the format does not name it."""

    identifier: str
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """WGS-84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Circle:
    centre: Point
    radius_km: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where a warning holds: words, 12-digit division codes, closed rings, circles."""

    text: str = ""
    codes: tuple[int, ...] = ()
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedInfo:
    """One event of a message. `event` is our key, "unknown" if the code or name is not in the catalogue."""

    event: str
    event_code: str
    event_text: str
    level: Level
    language: str = "zh-CN"
    urgency: str = ""
    certainty: str = ""
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    headline: str = ""
    description: str = ""
    instruction: str = ""
    areas: tuple[Area, ...] = ()
    all_clear: bool = False

    @property
    def codes(self) -> tuple[int, ...]:
        """The division codes of all areas, each once, sorted."""
        return tuple(sorted({code for area in self.areas for code in area.codes}))


@dataclass(frozen=True, slots=True)
class ParsedAlert:
    """A message as understood. `sender` identifies the sender, `issuer` names it for people."""

    format: Format
    identifier: str
    sender: str
    issuer: str
    sent: datetime
    status: Status
    message_type: MessageType
    references: tuple[Reference, ...] = ()
    infos: tuple[ParsedInfo, ...] = ()
    notes: tuple[Note, ...] = ()
