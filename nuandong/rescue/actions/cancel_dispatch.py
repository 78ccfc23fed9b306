from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.rescue import reporting
from nuandong.rescue.models import Dispatch


@transaction.atomic
def cancel_dispatch(*, by: Actor, now: datetime, dispatch: UUID, reason: str) -> Dispatch:
    """The operator calls a team back before it arrives; the clue is open again unless another team is on it.

    Errors as `reporting.release`. Source: product C2.
    """
    return reporting.release(
        by=by, now=now, dispatch=dispatch, step=reporting.CANCEL, permission="rescue.dispatch.order", reason=reason
    )
