from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.alerts import errors, events, policies
from nuandong.alerts.formats.parsed import Format
from nuandong.alerts.locks import lock_warnings
from nuandong.alerts.models import WeatherWarning
from nuandong.alerts.settling import content
from nuandong.alerts.states import Move
from nuandong.alerts.writing import add_areas, regions_of
from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def locate_warning(*, by: Actor, now: datetime, warning: UUID, regions: Collection[int]) -> WeatherWarning:
    """Say which divisions (12-digit codes) a warning holds for whose message named none we could read.

    It counts from the message on, as if the codes had stood in it. Raises Forbidden, OutOfScope, NotFound, NotNow when
    the warning is closed or has its areas already, Invalid for no or impossible codes.
    """
    permissions.check(by, "alerts.warning.record")
    lock_warnings()
    found = WeatherWarning.objects.select_related("message").filter(id=warning).first()
    if found is None:
        raise errors.not_found()
    permissions.check(by, "alerts.warning.record", region=found.message.received_in)
    policies.check_move(found, Move.REPLACE)
    if found.areas.exists():
        raise NotNow("alerts.has_areas", _("这条预警已有影响区域。"), _("区域有误时请结束后按表单重新录入。"))
    if not regions:
        raise errors.no_region("regions")
    add_areas(found, [validate(code, field="regions") for code in regions], now=now)
    relayed = found.message.format == Format.FORM
    said = content(found, regions_of([found])[found.id]) | {"relayed": relayed}
    payload = events.WarningUpdated.model_validate(said)
    acted_at = min(found.message.sent_at, now)
    region = found.message.received_in
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=region, subject=found.thread)
    return found
