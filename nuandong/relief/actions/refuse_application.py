from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes, hands
from nuandong.relief.actions.draft_decision import DECIDE
from nuandong.relief.events.deciding import ApplicationRefused
from nuandong.relief.lookups import application_of
from nuandong.relief.models import Application
from nuandong.relief.steps import ApplicationState, Step


@transaction.atomic
def refuse_application(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The county does not grant it, and says why; only one that is on no list. A person decides, never a check.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow.
    """
    row = application_of(application, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    freezes.check_not_frozen([row.region], row.season.year)
    if not why.strip():
        raise Invalid("relief.refuse_why", _("没有填写理由。"), _("请写明依据，申请人会看到。"), field="why")
    changed = Application.objects.filter(id=row.id, state=ApplicationState.WITH_COUNTY, decision=None)
    if changed.update(state=ApplicationState.REFUSED, moved_at=now) != 1:
        raise NotNow(
            "relief.refuse_not_now", _("这户现在不能这样办理。"), _("在审定名单里的，请先移出名单；请刷新页面查看。")
        )
    hands.note([row], Step.DECIDE, by=by, now=now)
    journal.record(ApplicationRefused(), by=by, now=now, region=row.region, subject=row.id, reason=why.strip())
    return application_of(row.id)
