from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes, hands, moving
from nuandong.relief.actions.draft_decision import DECIDE
from nuandong.relief.events.applying import ApplicationReturned
from nuandong.relief.events.deciding import ApplicationRefused
from nuandong.relief.lookups import application_of
from nuandong.relief.models import Application
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.steps import ApplicationState, Step


@transaction.atomic
def refuse_application(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The county does not grant it, and says why; only one that is on no list. A person decides, never a check.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow.
    """
    row = _ended_here(application, "refuse", by=by, now=now, why=why)
    journal.record(ApplicationRefused(), by=by, now=now, region=row.region, subject=row.id, reason=why.strip())
    return application_of(row.id)


@transaction.atomic
def return_from_county(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The county gives a household back to its village, with the reason. Raises as `refuse_application`."""
    row = _ended_here(application, "return", by=by, now=now, why=why)
    payload = ApplicationReturned(state=row.state)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=why.strip())
    return application_of(row.id)


def _ended_here(application: UUID, act: str, *, by: Actor, now: datetime, why: str) -> Application:
    """Move one that waits at the county and is on no list; answers it as it stood before."""
    row = application_of(application, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    check_open(row.season)
    freezes.check_not_frozen([row.region], row.season.year)
    if not why.strip():
        raise Invalid("relief.refuse_why", _("没有填写理由。"), _("请写明依据，申请人会看到。"), field="why")
    if row.state != ApplicationState.WITH_COUNTY or row.decision_id is not None:
        raise NotNow(
            "relief.refuse_not_now", _("这户现在不能这样办理。"), _("在审定名单里的，请先移出名单；请刷新页面查看。")
        )
    hands.note([row], Step.DECIDE, by=by, now=now)
    moving.move([row.id], act, now=now)
    return row
