import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.errors import raced
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.stay import PersonRegistered
from nuandong.rescue.kinds_stay import Cause, Identity
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.stay import check_move
from nuandong.rescue.reference_station import asked_fields
from nuandong.rescue.sealing import seal
from nuandong.rescue.states.stay import StayState

_FORM_LIMIT = 10_000


@transaction.atomic
def register_stay(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    cause: str,
    answers: Mapping[str, str] | None = None,
    on_dibao: bool | None = None,
    acted_at: datetime | None = None,
) -> Stay:
    """Fill in the 求助登记表; somebody without identity is registered too. `answers` by code of the asked fields of
    library/rescue/forms.yaml, kept sealed.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid (codes, length), Conflict. Source: RES-036, facts 2.2 row 7.
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.register", region=row.region)
    check_move(row, "register")
    if cause not in Cause.values:
        raise unknown_code("cause", _("求助原因"), cause)
    written = _answers(answers or {})
    at = times.told(acted_at, now, after=row.entered_at)
    text = json.dumps(written, ensure_ascii=False) if written else ""
    changed = Stay.objects.filter(id=row.id, state=StayState.ADMITTED).update(
        state=StayState.REGISTERED,
        cause=cause,
        on_dibao=on_dibao,
        form_sealed=seal(Stay, "form_sealed", row.id, text, limit=_FORM_LIMIT),
        registered_at=at,
        registered_by=by.staff,
    )
    if changed != 1:
        raise raced("")
    payload = PersonRegistered(cause=Cause(cause), identity=Identity(row.identity))
    journal.record(payload, by=by, now=now, acted_at=at, region=row.region, subject=row.id)
    return stay_of(row.id)


def _answers(answers: Mapping[str, str]) -> dict[str, str]:
    fields = asked_fields()
    if unknown := sorted(set(answers) - set(fields)):
        raise unknown_code("answers", _("登记表"), unknown[0])
    cleaned = {code: clean_text(text, fields[code].limit, field=code) for code, text in answers.items()}
    return {code: text for code, text in cleaned.items() if text}
