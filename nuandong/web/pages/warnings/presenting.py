"""Warnings as the pages say them: colours, regions and states in words, several at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.alerts import selectors
from nuandong.alerts.actions import HeardFrom
from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.formats.parsed import NOTE_WORDS, Format, MessageType, Status
from nuandong.alerts.levels import Level
from nuandong.alerts.selectors import Step
from nuandong.alerts.states import State
from nuandong.geo import selectors as geo
from nuandong.geo.codes import contains
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.alerts.models import Message, WeatherWarning

_ICONS: Final = {
    "cold_wave": "temperature-minus",
    "snowstorm": "cloud-snow",
    "freezing_rain": "cloud-snow",
    "road_icing": "car",
    "gale": "wind",
    "fog": "cloud-off",
    "frost": "snowflake",
}
_STATE_TONES: Final = {
    State.CURRENT: wording.ACCENT,
    State.SUPERSEDED: wording.MUTE,
    State.CANCELLED: wording.OK,
    State.EXPIRED: wording.MUTE,
    State.ENDED: wording.OK,
    State.REHEARSAL: wording.INFO,
}
SHOWN_REGIONS: Final = 6
"""Names of divisions in one line; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A warning with everything a line or a page says about it."""

    row: "WeatherWarning"
    event: str
    level: str
    level_words: str
    icon: str
    state_words: str
    state_tone: str
    regions: tuple[str, ...]
    coverage: str

    @property
    def title(self) -> str:
        """As 寒潮橙色预警; without a colour that could not be read."""
        colour = "" if self.level == Level.UNKNOWN else self.level_words
        return _("%(event)s%(colour)s预警") % {"event": self.event, "colour": colour}

    @property
    def region_words(self) -> str:
        """The names of the divisions in one line; the issuer's own words where no code was read."""
        if not self.regions:
            return self.row.area_text or _("区域不明")
        words = wording.listing(self.regions[:SHOWN_REGIONS])
        more = len(self.regions) - SHOWN_REGIONS
        return words if more <= 0 else _("%(words)s等 %(n)d 处") % {"words": words, "n": len(self.regions)}

    @property
    def headline(self) -> str:
        """The issuer's headline, if it says more than the title."""
        return "" if self.row.headline == self.title else self.row.headline

    @property
    def known_level(self) -> bool:
        return self.level != Level.UNKNOWN


def shown(
    warnings: Iterable["WeatherWarning"],
    *,
    region: int,
    now: datetime,
    codes: Mapping[UUID, Sequence[int]] | None = None,
) -> list[Shown]:
    """Warnings in words, in the order given; two queries for any number. `region` is whose coverage is said.

    `codes` are the divisions each holds for, where they are known already.
    """
    rows = list(warnings)
    codes = selectors.areas(rows) if codes is None else codes
    names = geo.names({code for some in codes.values() for code in some}, local_date(now))
    return [_shown(row, codes[row.id], names, region, now) for row in rows]


def warnings_in_force(actor: Actor, now: datetime) -> list[Shown]:
    """What bears on somebody's region at this moment, the strongest first; nothing for who may not see warnings."""
    if not actor.may("alerts.warning.see"):
        return []
    held = selectors.holding(now, actor.region)
    codes = {one.warning.id: one.regions for one in held}
    return shown([one.warning for one in held], region=actor.region, now=now, codes=codes)


def _shown(row: "WeatherWarning", codes: Sequence[int], names: dict[int, str], region: int, now: datetime) -> Shown:
    state, level = State(row.state), Level(row.level)
    if state is State.CURRENT and row.until <= now:
        # The job that closes it comes within the minute.
        state = State.EXPIRED
    event = catalogue().events.get(row.event)
    return Shown(
        row=row,
        event=_(event.title) if event else row.event_text or _(catalogue().title_of(row.event)),
        level=level,
        level_words=_(level.label),
        icon=_ICONS.get(row.event, "snowflake"),
        state_words=_(state.label),
        state_tone=_STATE_TONES[state],
        regions=tuple(names.get(code) or str(code) for code in codes),
        coverage=_coverage(codes, region),
    )


def _coverage(codes: Sequence[int], region: int) -> str:
    if any(contains(code, region) for code in codes):
        return _("全部辖区")
    return _("部分辖区") if any(contains(region, code) for code in codes) else ""


def kind_words(message: "Message") -> str:
    """What a message does: issues, updates, lifts; or that it is only an exercise."""
    words = {
        MessageType.ALERT: _("发布预警"),
        MessageType.UPDATE: _("更新预警"),
        MessageType.CANCEL: _("解除预警"),
    }[MessageType(message.type)]
    return words if message.status == Status.ACTUAL else _("%(words)s（演练或测试）") % {"words": words}


def source_words(message: "Message") -> str:
    """How the message reached us."""
    if message.format == Format.FORM:
        return _("听到后按表单录入（%(way)s）") % {"way": _(HeardFrom(message.heard_from).label)}
    return {
        Format.CAP: _("CAP 1.2 消息"),
        Format.GBT: _("国标预警 XML"),
        Format.JSON: _("JSON 消息"),
    }[Format(message.format)]


def notes(message: "Message") -> list[str]:
    """What was not understood in a message, or read in a way one should know."""
    return [_(NOTE_WORDS[code]) % {"detail": detail} for code, detail in message.notes]


def _brought(one: Shown) -> str:
    return wording.noted(one.title, wording.listing((one.state_words, one.region_words), wording.COMMA))


def timeline(steps: Iterable[Step], current: UUID, *, region: int, now: datetime) -> list[dict[str, Any]]:
    """The messages of a warning's history, newest last, each with the warnings it brought."""
    steps = list(steps)
    by_id = {one.row.id: one for one in shown((w for step in steps for w in step.warnings), region=region, now=now)}
    items = []
    for step in steps:
        message = step.message
        brought = [by_id[warning.id] for warning in step.warnings]
        said = wording.listing(map(_brought, brought), wording.SEMICOLON)
        here = any(one.row.id == current for one in brought)
        items.append(
            {
                "at": message.sent_at,
                "title": _("%(issuer)s%(kind)s") % {"issuer": message.issuer, "kind": kind_words(message)},
                "note": said,
                "who": source_words(message),
                "icon": "speakerphone" if message.type != MessageType.CANCEL else "circle-check",
                "tone": wording.ACCENT if here else wording.MUTE,
                "url": reverse("warning-message", args=[message.id]),
            }
        )
    return items
