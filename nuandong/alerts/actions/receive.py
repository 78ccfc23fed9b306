from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nuandong.alerts import errors, events, formats, policies
from nuandong.alerts.formats.parsed import ParsedAlert, Status
from nuandong.alerts.keeping import keep
from nuandong.alerts.kinds import Outcome, Source
from nuandong.alerts.locks import lock_warnings
from nuandong.alerts.models import Message, RawMessage, WeatherWarning
from nuandong.alerts.settling import content, settle
from nuandong.alerts.writing import fingerprint, regions_of, write_message, write_warnings
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a message handed in. A refusal is a value here, so that the refused bytes can be kept."""

    raw: RawMessage
    message: Message | None = None
    warnings: tuple[WeatherWarning, ...] = ()
    repeated: bool = False
    refusal: DomainError | None = None


@transaction.atomic
def receive(
    *, by: Actor, now: datetime, data: bytes, source: Source = Source.FILE, region: int | None = None
) -> Receipt:
    """Take in a message as it was issued; nothing is ever issued here. Source: GB/T 35965.1, 气象灾害防御条例 30.

    `region` (12-digit code, default the actor's own) is the receiving unit's, where the events are written; what the
    warning covers stands in the message. The same message again changes nothing. An update supersedes and a cancel ends
    what it refers to, in whatever order they arrive; exercises and tests are kept and never in force. Raises Forbidden
    and OutOfScope; a message that cannot be taken in is kept and comes back as `Receipt.refusal` (Invalid or Conflict).
    """
    region = by.region if region is None else region
    permissions.check(by, "alerts.warning.record", region=region)
    lock_warnings()
    try:
        alert = formats.parse(data)
        policies.check_sent(alert.sent, now, field="sent")
        known = _known(alert)
    except DomainError as refusal:
        code = refusal.code
        raw = keep(data, by=by, now=now, source=source, outcome=Outcome.REFUSED, refusal_code=code)
        return Receipt(raw, refusal=refusal)
    if known is not None:
        raw = keep(data, by=by, now=now, source=source, outcome=Outcome.REPEATED, form=alert.format)
        return Receipt(raw, known, tuple(known.warnings.order_by("ordinal")), repeated=True)
    raw = keep(data, by=by, now=now, source=source, outcome=Outcome.ACCEPTED, form=alert.format)
    message = write_message(alert, by=by, now=now, region=region, raw=raw)
    warnings = write_warnings(message, alert.infos, now=now)
    if alert.status is Status.ACTUAL:
        settle(message, by=by, now=now, region=region)
    else:
        _record_rehearsal(warnings, by=by, now=now, region=region)
    return Receipt(raw, message, tuple(message.warnings.order_by("ordinal")))


def _known(alert: ParsedAlert) -> Message | None:
    known = Message.objects.filter(sender=alert.sender, identifier=alert.identifier).first()
    if known is not None and bytes(known.fingerprint) != fingerprint(alert):
        raise errors.number_reused(alert.identifier)
    return known


def _record_rehearsal(warnings: list[WeatherWarning], *, by: Actor, now: datetime, region: int) -> None:
    regions = regions_of(warnings)
    for warning in warnings:
        payload = events.RehearsalReceived.model_validate(content(warning, regions[warning.id]))
        journal.record(payload, by=by, now=now, region=region, subject=warning.thread)
