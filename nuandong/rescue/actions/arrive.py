from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.rescue import reporting
from nuandong.rescue.models import Dispatch


@transaction.atomic
def arrive(*, by: Actor, now: datetime, dispatch: UUID, acted_at: datetime | None = None) -> Dispatch:
    """The crew is on the scene, which stops the clock of the clue.

    Errors as `reporting.report`. Source: RES-027.
    """
    return reporting.report(by=by, now=now, dispatch=dispatch, step=reporting.ARRIVE, acted_at=acted_at)
