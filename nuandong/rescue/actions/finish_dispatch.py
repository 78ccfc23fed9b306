from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.rescue import reporting
from nuandong.rescue.models import Dispatch


@transaction.atomic
def finish_dispatch(*, by: Actor, now: datetime, dispatch: UUID, acted_at: datetime | None = None) -> Dispatch:
    """The crew is done at the scene; the clue still wants its ending.

    Errors as `reporting.report`. Source: product C2.
    """
    return reporting.report(by=by, now=now, dispatch=dispatch, step=reporting.FINISH, acted_at=acted_at)
