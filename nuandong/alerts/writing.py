"""From a parsed message to rows."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.formats.parsed import MessageType, Note, ParsedAlert, ParsedInfo, Status
from nuandong.alerts.models import Message, RawMessage, WarningArea, WeatherWarning
from nuandong.alerts.states import State
from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.machine.together import listed


def fingerprint(alert: ParsedAlert) -> bytes:
    """A hash of what a message says, the same for every format it may come in; wording does not count."""
    blocks = sorted(
        [i.event_code or i.event, i.level, _stamp(i.effective), _stamp(i.expires), list(i.codes)] for i in alert.infos
    )
    refers = sorted(reference.identifier for reference in alert.references)
    said = [alert.message_type, alert.status, _stamp(alert.sent), refers, blocks]
    return hashlib.sha256(json.dumps(said).encode()).digest()


def write_message(
    alert: ParsedAlert,
    *,
    by: Actor,
    now: datetime,
    region: int,
    raw: RawMessage | None = None,
    number: str = "",
    heard_from: str = "",
) -> Message:
    """The row of a message; references that name another sender are not followed and noted."""
    foreign = [r for r in alert.references if r.sender not in {"", alert.sender}]
    notes = [*alert.notes, *(Note("reference_not_read", f"{r.sender},{r.identifier}") for r in foreign)]
    if alert.message_type is not MessageType.CANCEL:
        for info in alert.infos:
            notes += times_of(info, alert.sent)[2]
            notes += [] if info.codes else [Note("area_unknown")]
    return Message.objects.create(
        id=new_id(now),
        raw=raw,
        format=alert.format,
        identifier=alert.identifier,
        sender=alert.sender,
        issuer=alert.issuer,
        number=number,
        heard_from=heard_from,
        sent_at=alert.sent,
        status=alert.status,
        type=alert.message_type,
        refers_to=list(dict.fromkeys(r.identifier for r in alert.references if r not in foreign)),
        notes=[[note.code, note.detail] for note in dict.fromkeys(notes)],
        fingerprint=fingerprint(alert),
        received_at=now,
        received_by=by.staff,
        received_in=region,
    )


def write_warnings(message: Message, infos: Iterable[ParsedInfo], *, now: datetime) -> list[WeatherWarning]:
    """The warnings of a message with their areas; a cancel has none, a rehearsal's are never in force."""
    if message.type == MessageType.CANCEL:
        return []
    state = State.CURRENT if message.status == Status.ACTUAL else State.REHEARSAL
    return [_write_warning(message, ordinal, info, state, now) for ordinal, info in enumerate(infos)]


def add_areas(warning: WeatherWarning, regions: Iterable[int], *, now: datetime) -> None:
    """Note the divisions (12-digit codes) a warning holds for."""
    WarningArea.objects.bulk_create(
        WarningArea(id=new_id(now), warning=warning, region=code, lo=area.lo, hi=area.hi)
        for code in sorted(set(regions))
        for area in (span(code),)
    )


def regions_of(warnings: Iterable[WeatherWarning]) -> dict[UUID, tuple[int, ...]]:
    """The division codes of warnings, sorted."""
    found: dict[UUID, list[int]] = {warning.id: [] for warning in warnings}
    areas = WarningArea.objects.filter(warning__in=found).order_by("region")
    for warning_id, region in listed(areas.values_list("warning_id", "region")):
        found[warning_id].append(region)
    return {key: tuple(codes) for key, codes in found.items()}


def times_of(info: ParsedInfo, sent: datetime) -> tuple[datetime, datetime, list[Note]]:
    """(start, end, notes): when a warning holds; the end is assumed where none, or none possible, is given."""
    start = info.effective or sent
    if info.expires is not None and info.expires > start:
        return start, info.expires, []
    note = Note("end_assumed") if info.expires is None else Note("end_before_start", info.expires.isoformat())
    return start, start + catalogue().lasting(info.event), [note]


def _write_warning(message: Message, ordinal: int, info: ParsedInfo, state: State, now: datetime) -> WeatherWarning:
    start, until, notes = times_of(info, message.sent_at)
    warning_id = new_id(now)
    warning = WeatherWarning.objects.create(
        id=warning_id,
        message=message,
        ordinal=ordinal,
        thread=warning_id,
        event=info.event,
        event_code=info.event_code,
        event_text=info.event_text,
        level=info.level,
        state=state,
        starts_at=start,
        onset=info.onset,
        until=until,
        until_assumed=bool(notes),
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        area_text="；".join(dict.fromkeys(area.text for area in info.areas if area.text)),
        geometry=_geometry(info),
        received_at=now,
    )
    add_areas(warning, info.codes, now=now)
    return warning


def _geometry(info: ParsedInfo) -> dict[str, list[list[object]]]:
    rings = [[[p.latitude, p.longitude] for p in ring] for area in info.areas for ring in area.polygons]
    circles = [[c.centre.latitude, c.centre.longitude, c.radius_km] for area in info.areas for c in area.circles]
    return {key: value for key, value in (("polygons", rings), ("circles", circles)) if value}  # type: ignore[misc]


def _stamp(at: datetime | None) -> int:
    return 0 if at is None else int(at.timestamp())
