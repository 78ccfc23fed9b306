from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.rescue import reporting
from nuandong.rescue.models import Dispatch


@transaction.atomic
def decline_dispatch(*, by: Actor, now: datetime, dispatch: UUID, reason: str) -> Dispatch:
    """The crew cannot go, and says why; the clue is open again unless another team is on it.

    Errors as `reporting.release`. Source: product C2.
    """
    return reporting.release(
        by=by, now=now, dispatch=dispatch, step=reporting.DECLINE, permission="rescue.dispatch.report", reason=reason
    )
