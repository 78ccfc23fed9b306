from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.alerts import errors, events, policies
from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.formats.limits import LINE, TEXT
from nuandong.alerts.formats.parsed import Area, Format, MessageType, ParsedAlert, ParsedInfo, Status
from nuandong.alerts.levels import Level
from nuandong.alerts.locks import lock_warnings
from nuandong.alerts.models import Message, WeatherWarning
from nuandong.alerts.settling import content
from nuandong.alerts.states import TRANSITIONS, Move, State
from nuandong.alerts.writing import regions_of, write_message, write_warnings
from nuandong.geo.codes import span, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions

MAX_LASTING: Final = timedelta(days=10)
"""Longest time a form may give: no signal looks further ahead, and a slip of the year must not run for decades."""


class HeardFrom(StrEnum):
    """How a warning reached us when no message did."""

    PHONE = "phone"
    TV = "tv"
    RADIO = "radio"
    WEB = "web"
    CHAT = "chat"
    FAX = "fax"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _HEARD_FROM[self]


_HEARD_FROM = {
    HeardFrom.PHONE: _("电话"),
    HeardFrom.TV: _("电视"),
    HeardFrom.RADIO: _("广播"),
    HeardFrom.WEB: _("网站"),
    HeardFrom.CHAT: _("工作群"),
    HeardFrom.FAX: _("传真或文件"),
    HeardFrom.OTHER: _("其他"),
}


@transaction.atomic
def record_by_form(
    *,
    by: Actor,
    now: datetime,
    event: str,
    level: Level,
    issuer: str,
    issued_at: datetime,
    heard_from: HeardFrom,
    regions: Collection[int],
    number: str = "",
    until: datetime | None = None,
    headline: str = "",
    words: str = "",
    replaces: UUID | None = None,
) -> WeatherWarning:
    """Write down a warning that somebody else issued and we heard of: who issued it, when, under which number.

    `event` is a key of library/alerts/events.yaml; times are aware; without `until` the default length of the event
    counts. `replaces` is the warning this one takes the place of. Raises Forbidden, OutOfScope, Invalid (each with its
    field), Conflict for an issuer's number recorded before, NotFound and NotNow for `replaces`.
    Source: 气象灾害防御条例 30 (only meteorological stations issue), 突发事件应对法 63–64.
    """
    permissions.check(by, "alerts.warning.record", region=by.region)
    lock_warnings()
    replaced = _replaced(replaces)
    number = clean_line(number, LINE, field="number")
    alert = _parsed(
        event=event,
        level=level,
        issuer=clean_line(issuer, LINE, field="issuer"),
        number=number,
        issued_at=issued_at,
        until=until,
        headline=clean_line(headline, LINE, field="headline"),
        words=clean_text(words, TEXT, field="words"),
        regions=_checked_regions(regions, by),
        now=now,
    )
    if Message.objects.filter(sender=alert.sender, identifier=alert.identifier).exists():
        raise errors.number_reused(number)
    message = write_message(alert, by=by, now=now, region=by.region, number=number, heard_from=heard_from)
    (warning,) = write_warnings(message, alert.infos, now=now)
    if replaced is not None:
        _replace(replaced, warning, at=issued_at)
    kind = events.WarningReceived if replaced is None else events.WarningUpdated
    payload = kind.model_validate(content(warning, regions_of([warning])[warning.id]) | {"relayed": True})
    acted_at = min(issued_at, now)
    journal.record(payload, by=by, now=now, region=by.region, subject=warning.thread, acted_at=acted_at)
    return warning


def _parsed(
    *,
    event: str,
    level: Level,
    issuer: str,
    number: str,
    issued_at: datetime,
    until: datetime | None,
    headline: str,
    words: str,
    regions: tuple[int, ...],
    now: datetime,
) -> ParsedAlert:
    found = catalogue().events.get(event)
    if found is None:
        raise Invalid("alerts.bad_event", _("没有这个灾种。"), _("请从列表中选择灾种。"), field="event")
    if level is Level.UNKNOWN:
        raise Invalid("alerts.bad_level", _("没有选择预警等级。"), _("请选择红、橙、黄、蓝之一。"), field="level")
    if not issuer:
        raise Invalid("alerts.no_issuer", _("没有填写发布单位。"), _("请填写发布预警的气象台站名称。"), field="issuer")
    policies.check_sent(issued_at, now, field="issued_at")
    if until is not None and not issued_at < until <= issued_at + MAX_LASTING:
        raise Invalid(
            "alerts.bad_until",
            _("结束时间应晚于发布时间，且不超过 %(days)d 天。"),
            _("请核对结束时间；不清楚时可以留空。"),
            field="until",
            days=MAX_LASTING.days,
        )
    info = ParsedInfo(
        event=event,
        event_code=found.code or "",
        event_text=found.title,
        level=level,
        effective=issued_at,
        expires=until,
        headline=headline,
        description=words,
        areas=(Area(codes=regions),),
    )
    return ParsedAlert(
        format=Format.FORM,
        identifier=number or f"form:{new_id(now)}",
        sender=f"form:{issuer}",
        issuer=issuer,
        sent=issued_at,
        status=Status.ACTUAL,
        message_type=MessageType.ALERT,
        infos=(info,),
    )


def _checked_regions(regions: Collection[int], by: Actor) -> tuple[int, ...]:
    """The codes, if at least one contains our region or lies in it: others' weather is not ours to record."""
    spans = [span(validate(code, field="regions")) for code in sorted(set(regions))]
    if not any(area.lo < own.hi and own.lo < area.hi for area in spans for own in by.spans):
        raise errors.no_region("regions")
    return tuple(area.lo for area in spans)


def _replaced(warning: UUID | None) -> WeatherWarning | None:
    if warning is None:
        return None
    found = WeatherWarning.objects.filter(id=warning).first()
    if found is None:
        raise errors.not_found()
    policies.check_move(found, Move.REPLACE)
    return found


def _replace(old: WeatherWarning, new: WeatherWarning, *, at: datetime) -> None:
    changed = WeatherWarning.objects.filter(id=old.id, state=State.CURRENT).update(
        state=TRANSITIONS[State.CURRENT][Move.REPLACE], closed_at=at, replaced_by=new
    )
    if changed != 1:
        raise errors.raced()
    new.thread = old.thread
    WeatherWarning.objects.filter(id=new.id).update(thread=new.thread)
