"""The ways out for messages: configured chat robots, e-mail and text gateways, or none."""

from collections.abc import Mapping

import apprise
import structlog
from django.conf import settings

from nuandong.outbox.sending import Sender

log = structlog.get_logger(__name__)


def senders() -> Mapping[str, Sender]:
    """The senders of this installation by channel. `notice` goes to NUANDONG_NOTICE_URLS, or nowhere but the log."""
    return {"notice": _notify if settings.NUANDONG_NOTICE_URLS else _only_log}


def _notify(to: str, body: str) -> None:
    gateway = apprise.Apprise()
    for url in settings.NUANDONG_NOTICE_URLS:
        if not gateway.add(url.replace("{to}", to)):
            raise ValueError("a notice address is not understood")
    if not gateway.notify(body=body):
        raise OSError("no gateway took the message")


def _only_log(to: str, body: str) -> None:
    # The words and the number stay out of the log: that it happened is all an operator needs to see there.
    log.info("outbox.no_gateway", length=len(body), has_receiver=bool(to))
