"""OASIS Common Alerting Protocol 1.2 (1.1 is read with a note).

Severity becomes a colour by library/alerts/levels.yaml unless a parameter names the colour; geocodes count only under
the names listed in library/alerts/reading.yaml.
"""

import math

from nuandong.alerts.catalogue import Catalogue, plain
from nuandong.alerts.formats import reading
from nuandong.alerts.formats.limits import MAX_INFOS, MAX_POINTS, MAX_REFERENCES, missing, too_many
from nuandong.alerts.formats.parsed import (
    Area,
    Circle,
    Format,
    MessageType,
    ParsedAlert,
    ParsedInfo,
    Point,
    Reference,
    Status,
)
from nuandong.alerts.formats.reading import Reading
from nuandong.alerts.formats.xml import Node
from nuandong.alerts.levels import Level

_NAMESPACES = {"urn:oasis:names:tc:emergency:cap:1.2": "1.2", "urn:oasis:names:tc:emergency:cap:1.1": "1.1"}
_STATUS = {
    "actual": Status.ACTUAL,
    "exercise": Status.EXERCISE,
    "system": Status.TEST,
    "test": Status.TEST,
    "draft": Status.TEST,
}
_TYPES = {
    "alert": MessageType.ALERT,
    "update": MessageType.UPDATE,
    "cancel": MessageType.CANCEL,
    # "Error" rejects the messages it references: for us they end.
    "error": MessageType.CANCEL,
}


def looks_like(root: Node) -> bool:
    return root.name == "alert" and root.namespace in _NAMESPACES


def read(root: Node, catalogue: Catalogue) -> ParsedAlert:
    """The message under an `alert` element; `Invalid` when a required element is missing or not of the standard."""
    notes = Reading(catalogue)
    status, kind = root.value("status").casefold(), root.value("msgType").casefold()
    if status not in _STATUS:
        raise reading.refuse_kind("status", root.value("status"))
    if kind not in _TYPES:
        raise reading.refuse_kind("msgType", root.value("msgType"))
    sender = reading.line(root.value("sender"), "sender")
    if not sender:
        raise missing("sender")
    _note_oddities(root, status, kind, notes)
    blocks = list(root.all("info"))
    if len(blocks) > MAX_INFOS:
        raise too_many("info", MAX_INFOS)
    infos = reading.merge_translations(_info(block, notes) for block in blocks)
    message_type = _TYPES[kind]
    if infos and all(info.all_clear for info in infos) and message_type is not MessageType.CANCEL:
        notes.note("all_clear_means_cancel")
        message_type = MessageType.CANCEL
    if not infos and message_type is not MessageType.CANCEL:
        raise missing("info")
    return ParsedAlert(
        format=Format.CAP,
        identifier=reading.identifier("identifier", root.value("identifier")),
        sender=sender,
        issuer=next((name for block in blocks if (name := _issuer(block))), sender),
        sent=notes.sent("sent", root.value("sent")),
        status=_STATUS[status],
        message_type=message_type,
        references=_references(root.value("references"), notes),
        # A block that lifts its event inside a message that goes on for others opens nothing.
        infos=infos if message_type is MessageType.CANCEL else tuple(i for i in infos if not i.all_clear),
        notes=notes.notes,
    )


def _note_oddities(root: Node, status: str, kind: str, notes: Reading) -> None:
    if (version := _NAMESPACES[root.namespace]) != "1.2":
        notes.note("old_version", version)
    if status == "system":
        notes.note("system_means_test")
    if kind == "error":
        notes.note("error_means_cancel")
    if (scope := root.value("scope")) and scope.casefold() != "public":
        notes.note("not_public", scope)
    if root.first("Signature") is not None:
        notes.note("signature_not_checked")


def _issuer(block: Node) -> str:
    return reading.line(block.value("senderName"), "senderName")


def _references(value: str, notes: Reading) -> tuple[Reference, ...]:
    """Triples `sender,identifier,sent` with spaces between them."""
    found: dict[Reference, None] = {}
    for triple in value.split():
        parts = triple.split(",")
        if len(parts) == 3 and parts[0] and parts[1]:
            found[Reference(identifier=parts[1], sender=parts[0])] = None
        else:
            notes.note("reference_not_read", triple)
        if len(found) > MAX_REFERENCES:
            raise too_many("references", MAX_REFERENCES)
    return tuple(found)


def _info(block: Node, notes: Reading) -> ParsedInfo:
    headline = reading.line(block.value("headline"), "headline")
    severity, name = block.value("severity"), block.value("event")
    code = _named(block, "eventCode", notes.catalogue.event_code_names)
    event, event_code = notes.event(code, name)
    all_clear = any(value.casefold() == "allclear" for value in block.values("responseType"))
    known = _colour(block, notes) or notes.catalogue.cap_severity(severity)
    return ParsedInfo(
        event=event,
        event_code=event_code,
        event_text=reading.line(name, "event"),
        # What is lifted has no level worth a note.
        level=(known or Level.UNKNOWN) if all_clear else notes.level(known, severity, headline),
        language=reading.line(block.value("language"), "language") or "en-US",
        urgency=reading.line(block.value("urgency"), "urgency"),
        certainty=reading.line(block.value("certainty"), "certainty"),
        effective=notes.time(block.value("effective")),
        onset=notes.time(block.value("onset")),
        expires=notes.time(block.value("expires")),
        headline=headline,
        description=reading.text(block.value("description"), "description"),
        instruction=reading.text(block.value("instruction"), "instruction"),
        areas=tuple(_area(area, notes) for area in block.all("area")),
        all_clear=all_clear,
    )


def _named(block: Node, element: str, names: frozenset[str]) -> str:
    """The value of the first `element` whose valueName is one of `names`."""
    return next((pair.value("value") for pair in block.all(element) if plain(pair.value("valueName")) in names), "")


def _colour(block: Node, notes: Reading) -> Level | None:
    said = _named(block, "parameter", notes.catalogue.colour_names)
    return notes.catalogue.level(said) if said else None


def _area(area: Node, notes: Reading) -> Area:
    codes: list[str] = []
    for pair in area.all("geocode"):
        if plain(pair.value("valueName")) in notes.catalogue.geocode_names:
            codes.append(pair.value("value"))
        else:
            notes.note("geocode_unknown", f"{pair.value('valueName')}={pair.value('value')}")
    return Area(
        text=reading.text(area.value("areaDesc"), "areaDesc"),
        codes=notes.codes(codes),
        polygons=tuple(ring for value in area.values("polygon") if value and (ring := _polygon(value, notes))),
        circles=tuple(circle for value in area.values("circle") if value and (circle := _circle(value, notes))),
    )


def _polygon(value: str, notes: Reading) -> tuple[Point, ...] | None:
    pairs = value.split()
    if len(pairs) > MAX_POINTS:
        raise too_many("polygon point", MAX_POINTS)
    points = [point for pair in pairs if (point := _point(pair))]
    if len(points) != len(pairs) or len(points) < 4 or points[0] != points[-1]:
        notes.note("geometry_not_read", value)
        return None
    return tuple(points)


def _circle(value: str, notes: Reading) -> Circle | None:
    parts = value.split()
    centre = _point(parts[0]) if len(parts) == 2 else None
    radius = _number(parts[1]) if len(parts) == 2 else None
    if centre is None or radius is None or not 0 <= radius <= 20_000:
        notes.note("geometry_not_read", value)
        return None
    return Circle(centre, radius)


def _point(pair: str) -> Point | None:
    """`latitude,longitude` in WGS-84 degrees."""
    parts = pair.split(",")
    if len(parts) != 2:
        return None
    latitude, longitude = _number(parts[0]), _number(parts[1])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Point(latitude, longitude)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
