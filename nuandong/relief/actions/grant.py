"""From the last signature to entitlements: one for each household of the list, all at once or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.people import selectors as people
from nuandong.policy.editions import edition
from nuandong.relief import ceilings
from nuandong.relief.events.deciding import DecisionTaken
from nuandong.relief.models import Application, Decision, EntitledPerson, Entitlement, Pack
from nuandong.relief.paying.complete import tell_granted
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import ApplicationState, DecisionState, PackState

SIZE: Final = 1_000


def grant(decision: Decision, applications: Sequence[Application], *, by: Actor, now: datetime) -> None:
    """Write entitlements, who is counted in them, and the new states.

    Raises Conflict when somebody was granted already, NotNow when the share of a village is too small.
    """
    made = [_entitlement(decision, one, now) for one in applications]
    counted = _counted(made, by, now)
    try:
        with transaction.atomic():
            Entitlement.objects.bulk_create(made, batch_size=SIZE)
            EntitledPerson.objects.bulk_create(counted, batch_size=SIZE)
    except IntegrityError as error:
        raise Conflict(
            "relief.granted_already",
            _("名单里有的户或人在本年度同一标准下已经审定过。"),
            _("请撤回送签，退回重复的户后再送。"),
        ) from error
    moved = Application.objects.filter(decision=decision, state=ApplicationState.WITH_COUNTY).update(
        state=ApplicationState.DECIDED, moved_at=now
    )
    if moved != len(applications):
        raise Conflict("relief.list_changed", _("名单刚刚有变动。"), _("请刷新页面，核对后再签。"))
    ceilings.take(decision.season, "granted", ((one.region, one.amount_fen) for one in made))
    Decision.objects.filter(id=decision.id).update(state=DecisionState.DECIDED, decided_at=now)
    _close_packs(decision)
    for pack in Pack.objects.filter(applications__decision=decision).select_related("season").distinct():
        prepare_notices(pack=pack, step="decide", by=by, now=now)
    payload = DecisionTaken(
        season=decision.season_id,
        households=decision.households,
        persons=decision.persons,
        total_fen=decision.total_fen,
    )
    journal.record(payload, by=by, now=now, region=decision.region, subject=decision.id)
    tell_granted(decision, by=by, now=now)


def _entitlement(decision: Decision, application: Application, now: datetime) -> Entitlement:
    season = decision.season
    goods = edition(season.standard, season.standard_on).goods
    return Entitlement(
        id=new_id(now),
        region=application.region,
        season=season,
        standard=season.standard,
        standard_version=season.standard_version,
        standard_on=season.standard_on,
        household_id=application.household_id,
        application=application,
        decision=decision,
        amount_fen=application.amount_fen or 0,
        goods={name: application.trace[name] for name in goods if application.trace.get(name)},
        trace=application.trace,
        granted_at=now,
    )


def _counted(made: Sequence[Entitlement], by: Actor, now: datetime) -> list[EntitledPerson]:
    """Everybody who lives in the households on the day of the decision."""
    living = people.members_of([one.household_id for one in made], by=by, on=local_date(now))
    return [
        EntitledPerson(
            id=new_id(now),
            region=one.region,
            entitlement=one,
            season_id=one.season_id,
            standard=one.standard,
            person_id=person,
        )
        for one in made
        for person in living.get(one.household_id, ())
    ]


def _close_packs(decision: Decision) -> None:
    """A village's pack is done once no household of it waits at the county."""
    packs = decision.applications.exclude(pack=None).values("pack")
    open_ones = Application.objects.filter(pack__in=packs, state=ApplicationState.WITH_COUNTY).values("pack")
    Pack.objects.filter(id__in=packs, state=PackState.WITH_COUNTY).exclude(id__in=open_ones).update(
        state=PackState.CLOSED
    )
