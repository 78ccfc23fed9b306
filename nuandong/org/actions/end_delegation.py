from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups
from nuandong.org.actions.delegate import check_may_lend
from nuandong.org.actors import check_in_person
from nuandong.org.models import Delegation


@transaction.atomic
def end_delegation(*, by: Actor, now: datetime, delegation: UUID) -> None:
    """Take back what was lent, at once: the holder, or somebody with org.delegation.change. NotNow if it has ended."""
    found = lookups.delegation_of(delegation)
    check_in_person(by)
    check_may_lend(by, found.post)
    # One taken back before it began stays as an empty time, which is over already.
    running = Delegation.objects.filter(id=found.id, valid_until__gt=now).filter(valid_until__gt=F("valid_from"))
    if running.update(valid_until=Greatest(F("valid_from"), now)) != 1:
        raise NotNow("org.delegation_over", _("这项委托已经结束。"), _("请刷新页面。"))
    journal.record(
        events.DelegationEnded(delegation=found.id), by=by, now=now, region=found.post.region, subject=found.giver_id
    )
