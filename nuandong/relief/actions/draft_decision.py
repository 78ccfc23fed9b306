from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Sum

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.planner import among
from nuandong.org import permissions
from nuandong.relief import freezes, selectors_deciding
from nuandong.relief.events.deciding import DecisionDrafted, DecisionDropped
from nuandong.relief.lookups import decision_of, season_of
from nuandong.relief.models import Application, Decision, Season
from nuandong.relief.policies_deciding import check_open, check_state
from nuandong.relief.steps import ApplicationState, DecisionState

DECIDE = "relief.application.decide"


@transaction.atomic
def draft_decision(*, by: Actor, now: datetime, season: UUID, villages: Collection[int] = ()) -> Decision:
    """Put every household that may be decided now on a new list, or those of some villages (12-digit codes).

    Left out: those with a notice or an objection still open, held by an audit, or not paid in full by the allocation in
    force (the unfunded list). Raises Forbidden, OutOfScope, NotNow when there is nobody, Conflict when
    somebody else drafts.
    """
    # Two officers who draft at once wait for each other here.
    row = Season.objects.select_for_update().get(id=season_of(season).id)
    permissions.check(by, DECIDE, region=row.region)
    check_open(row)
    ready, left = selectors_deciding.ready(row, local_date(now), villages=villages)
    if not ready:
        raise NotNow(
            "relief.nobody_to_decide",
            _("现在没有可以审定的户；另有 %(left)d 户还不能审定。"),
            _("请在年度页面查看各户还差什么。"),
            left=len(left),
        )
    number = (row.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    decision = Decision.objects.create(
        id=new_id(now), region=row.region, season=row, number=number, drafted_by=by.staff, drafted_at=now
    )
    waiting = Application.objects.filter(among("id", ready), state=ApplicationState.WITH_COUNTY, decision=None)
    taken = waiting.update(decision=decision)
    if taken != len(ready):
        raise Conflict("relief.list_changed", _("名单刚刚有变动。"), _("请重新起草。"))
    count_up(decision)
    payload = DecisionDrafted(
        season=row.id,
        number=number,
        households=decision.households,
        total_fen=decision.total_fen,
        left=len(left),
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=decision.id)
    return decision


def count_up(decision: Decision) -> None:
    """Households, persons and money of the list as it stands now."""
    found = decision.applications.aggregate(households=Count("id"), persons=Sum("persons"), fen=Sum("amount_fen"))
    decision.households = found["households"]
    decision.persons = found["persons"] or 0
    decision.total_fen = found["fen"] or 0
    decision.save(update_fields=["households", "persons", "total_fen"])


@transaction.atomic
def drop_decision(*, by: Actor, now: datetime, decision: UUID) -> Decision:
    """Give up a draft; its households wait for the next list. Raises NotFound, Forbidden, OutOfScope, NotNow."""
    row = decision_of(decision, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    check_state(row, DecisionState.DRAFT)
    freed = row.applications.update(decision=None)
    row.state = DecisionState.DROPPED
    row.save(update_fields=["state"])
    journal.record(DecisionDropped(households=freed), by=by, now=now, region=row.region, subject=row.id)
    return row


@transaction.atomic
def leave_out(*, by: Actor, now: datetime, decision: UUID, application: UUID) -> Decision:
    """Take one household off a draft; it waits for a later list. Raises NotFound, Forbidden, OutOfScope, NotNow."""
    row = decision_of(decision, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    check_state(row, DecisionState.DRAFT)
    freezes.check_not_frozen([row.region], row.season.year)
    if row.applications.filter(id=application).update(decision=None) != 1:
        raise NotNow("relief.not_on_list", _("这户不在名单里。"), _("请刷新页面查看。"))
    count_up(row)
    return row
