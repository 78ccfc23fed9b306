"""A plain JSON message, for programs that fetch warnings elsewhere and hand them in.

    {"identifier": "…", "sender": "…", "issuer": "…", "sent": "2026-12-01T16:00:00+08:00", "status": "actual",
     "type": "alert|update|cancel", "references": ["…"], "event": "11B05 | 1005 | 0401 | cold_wave | 寒潮",
     "level": "blue | 蓝色 | IV", "effective": "…", "onset": "…", "expires": "…", "headline": "…",
     "description": "…", "instruction": "…", "regions": ["520102"], "area": "…"}

Required: identifier, sender, sent, and for everything but a cancel event. Several events: a list `infos` of objects
with the fields from `event` on. Unknown fields are noted, not refused.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from nuandong.alerts.catalogue import Catalogue
from nuandong.alerts.formats import reading
from nuandong.alerts.formats.limits import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_INFOS,
    MAX_REFERENCES,
    broken_json,
    missing,
    not_a_message,
    not_understood,
    several_messages,
    too_deep,
    too_many,
)
from nuandong.alerts.formats.parsed import (
    Area,
    Format,
    MessageType,
    ParsedAlert,
    ParsedInfo,
    Reference,
    Status,
)
from nuandong.alerts.formats.reading import Reading
from nuandong.alerts.levels import Level

C = TypeVar("C", Status, MessageType)

_HEAD: Final = frozenset({"identifier", "sender", "issuer", "sent", "status", "type", "references", "infos"})
_BODY: Final = frozenset(
    {
        "event",
        "level",
        "language",
        "urgency",
        "certainty",
        "effective",
        "onset",
        "expires",
        "headline",
        "description",
        "instruction",
        "regions",
        "area",
    }
)


def load(text: str) -> Mapping[str, Any]:
    """The JSON object in a text; `Invalid` for anything else, for depth, for number, for a name given twice."""
    _check_nesting(text)
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise broken_json(error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        # Numbers of thousands of digits end here.
        raise broken_json(1, 1) from error
    if isinstance(content, list):
        raise several_messages()
    if not isinstance(content, dict):
        raise not_a_message()
    return content


def looks_like(content: Mapping[str, Any]) -> bool:
    return "identifier" in content and "sent" in content


def read(content: Mapping[str, Any], catalogue: Catalogue) -> ParsedAlert:
    """The message in a JSON object; see the head of this file for its fields."""
    notes = Reading(catalogue)
    for name in content:
        if name not in _HEAD and name not in _BODY:
            notes.note("field_unknown", name)
    sender = reading.line(_string(content, "sender"), "sender")
    if not sender:
        raise missing("sender")
    message_type = _choice(content, "type", MessageType, MessageType.ALERT)
    blocks = _blocks(content)
    if not blocks and message_type is not MessageType.CANCEL:
        raise missing("event")
    return ParsedAlert(
        format=Format.JSON,
        identifier=reading.identifier("identifier", _string(content, "identifier")),
        sender=sender,
        issuer=reading.line(_string(content, "issuer"), "issuer") or sender,
        sent=notes.sent("sent", _string(content, "sent")),
        status=_choice(content, "status", Status, Status.ACTUAL),
        message_type=message_type,
        references=_references(content),
        infos=reading.merge_translations(_info(block, notes) for block in blocks),
        notes=notes.notes,
    )


def _blocks(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "infos" not in content:
        return [content] if "event" in content else []
    blocks = content["infos"]
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise not_understood("infos", type(blocks).__name__)
    if len(blocks) > MAX_INFOS:
        raise too_many("infos", MAX_INFOS)
    return blocks


def _info(block: Mapping[str, Any], notes: Reading) -> ParsedInfo:
    said = _string(block, "event")
    if not said.strip():
        raise missing("event")
    headline = reading.line(_string(block, "headline"), "headline")
    event, code, level = _event(said.strip(), notes)
    word = _string(block, "level")
    found = notes.catalogue.events.get(event)
    return ParsedInfo(
        event=event,
        event_code=code,
        event_text=found.title if found else reading.line(said, "event"),
        level=notes.level(notes.catalogue.level(word) or (None if word else level), word, headline),
        language=reading.line(_string(block, "language"), "language") or "zh-CN",
        urgency=reading.line(_string(block, "urgency"), "urgency"),
        certainty=reading.line(_string(block, "certainty"), "certainty"),
        effective=notes.time(_string(block, "effective")),
        onset=notes.time(_string(block, "onset")),
        expires=notes.time(_string(block, "expires")),
        headline=headline,
        description=reading.text(_string(block, "description"), "description"),
        instruction=reading.text(_string(block, "instruction"), "instruction"),
        areas=(
            Area(
                text=reading.text(_string(block, "area"), "area"),
                codes=notes.codes(_strings(block, "regions", MAX_ELEMENTS)),
            ),
        ),
    )


def _event(said: str, notes: Reading) -> tuple[str, str, Level | None]:
    """(our key, code as written, the level an old four-digit code carries)."""
    if said in notes.catalogue.events:
        return said, notes.catalogue.events[said].code or "", None
    if legacy := notes.catalogue.legacy(said):
        return legacy[0].key, said, legacy[1]
    looks_like_code = said[0].isascii() and said[0].isdigit()
    event, code = notes.event(said, "") if looks_like_code else notes.event("", said)
    return event, code, None


def _references(content: Mapping[str, Any]) -> tuple[Reference, ...]:
    values = _strings(content, "references", MAX_REFERENCES)
    return tuple(dict.fromkeys(Reference(reading.identifier("references", value)) for value in values))


def _string(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    # Codes are often written as numbers.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise not_understood(name, type(value).__name__)


def _strings(content: Mapping[str, Any], name: str, limit: int) -> list[str]:
    value = content.get(name)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    if len(values) > limit:
        raise too_many(name, limit)
    return [_string({name: each}, name) for each in values]


def _choice(content: Mapping[str, Any], name: str, kind: type[C], default: C) -> C:
    said = _string(content, name).strip().casefold()
    if not said:
        return default
    try:
        return kind(said)
    except ValueError:
        raise not_understood(name, said) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise not_understood("JSON", "duplicate name")
    return found


def _no_constant(name: str) -> Any:
    raise not_understood("JSON", name)


def _check_nesting(text: str) -> None:
    """Depth and number of values before anything is built; brackets inside strings do not count."""
    depth = values = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise too_deep()
        elif char in "]}":
            depth -= 1
        elif char == ",":
            values += 1
            if values > MAX_ELEMENTS:
                raise too_many("value", MAX_ELEMENTS)
