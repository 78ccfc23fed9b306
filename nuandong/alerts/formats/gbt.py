"""Chinese warning XML in the manner of GB/T 35965.1-2018 (not OASIS CAP, though alike).

Elements as seen in live messages: sender and senderCode, sendTime with a space before the time, eventType 11Bxx,
severity by colour in any case, empty elements, codes of an area in one comma-separated geocode, each often twice.
"""

from nuandong.alerts.catalogue import Catalogue
from nuandong.alerts.formats import reading
from nuandong.alerts.formats.limits import MAX_INFOS, MAX_REFERENCES, missing, too_many
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
from nuandong.alerts.formats.xml import Node
from nuandong.kernel.errors import Invalid

_STATUS = {"actual": Status.ACTUAL, "exercise": Status.EXERCISE, "test": Status.TEST, "draft": Status.TEST}
_TYPES = {"alert": MessageType.ALERT, "update": MessageType.UPDATE, "cancel": MessageType.CANCEL}


def looks_like(root: Node) -> bool:
    return root.name == "alert" and (root.first("sendTime") is not None or root.first("senderCode") is not None)


def read(root: Node, catalogue: Catalogue) -> ParsedAlert:
    """The message under an `alert` element; `Invalid` when number, sender, time, status or kind is missing or odd."""
    notes = Reading(catalogue)
    status, kind = root.value("status"), root.value("msgType")
    if status.casefold() not in _STATUS:
        raise reading.refuse_kind("status", status)
    if kind.casefold() not in _TYPES:
        raise reading.refuse_kind("msgType", kind)
    sender = reading.line(root.value("senderCode") or root.value("sender"), "senderCode")
    if not sender:
        raise missing("senderCode")
    if (scope := root.value("scope")) and scope.casefold() != "public":
        notes.note("not_public", scope)
    blocks = list(root.all("info"))
    if len(blocks) > MAX_INFOS:
        raise too_many("info", MAX_INFOS)
    message_type = _TYPES[kind.casefold()]
    infos = reading.merge_translations(_info(block, notes) for block in blocks)
    if not infos and message_type is not MessageType.CANCEL:
        raise missing("info")
    return ParsedAlert(
        format=Format.GBT,
        identifier=reading.identifier("identifier", root.value("identifier")),
        sender=sender,
        issuer=reading.line(root.value("sender"), "sender") or sender,
        sent=notes.sent("sendTime", root.value("sendTime")),
        status=_STATUS[status.casefold()],
        message_type=message_type,
        references=_references(root.value("references"), notes),
        infos=infos,
        notes=notes.notes,
    )


def _references(value: str, notes: Reading) -> tuple[Reference, ...]:
    found: dict[Reference, None] = {}
    for part in value.replace(",", " ").replace(";", " ").split():
        try:
            found[Reference(reading.identifier("references", part))] = None
        except Invalid:
            notes.note("reference_not_read", part)
        if len(found) > MAX_REFERENCES:
            raise too_many("references", MAX_REFERENCES)
    return tuple(found)


def _info(block: Node, notes: Reading) -> ParsedInfo:
    headline = reading.line(block.value("headline"), "headline")
    severity = block.value("severity")
    code = block.value("eventType")
    event, event_code = notes.event(code, "")
    found = notes.catalogue.events.get(event)
    return ParsedInfo(
        event=event,
        event_code=event_code,
        event_text=found.title if found else "",
        level=notes.level(notes.catalogue.level(severity), severity, headline),
        language=reading.line(block.value("language"), "language") or "zh-CN",
        urgency=reading.line(block.value("urgency"), "urgency"),
        certainty=reading.line(block.value("certainty"), "certainty"),
        effective=notes.time(block.value("effective")),
        onset=notes.time(block.value("onset")),
        expires=notes.time(block.value("expires")),
        headline=headline,
        description=reading.text(block.value("description"), "description"),
        instruction=reading.text(block.value("instruction"), "instruction"),
        areas=tuple(_area(area, notes) for area in block.all("area")),
    )


def _area(area: Node, notes: Reading) -> Area:
    for name in ("polygon", "circle"):
        # The order of the coordinates is not confirmed in public material: the raw message keeps them.
        if value := area.value(name):
            notes.note("geometry_not_read", value)
    text = ",".join(dict.fromkeys(part for part in area.value("areaDesc").split(",") if part))
    return Area(text=reading.text(text, "areaDesc"), codes=notes.codes(area.values("geocode")))
