"""From the last signature to entitlements: one for each household of the list, all at once or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import ids_as_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.loading import copied_into
from nuandong.people import selectors as people
from nuandong.policy.editions import edition
from nuandong.relief import ceilings
from nuandong.relief.events.deciding import DecisionTaken
from nuandong.relief.models import Application, Decision, Pack
from nuandong.relief.paying.complete import tell_granted
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import ApplicationState, DecisionState, PackState

_ENTITLEMENT: Final = (
    "id", "region", "household_id", "application_id", "amount_fen", "goods", "trace", "season_id", "standard",
    "standard_version", "standard_on", "decision_id", "claimed_fen", "written_off_fen", "granted_at",
)  # fmt: skip
_PERSON: Final = ("id", "region", "entitlement_id", "season_id", "standard", "person_id")


def grant(decision: Decision, applications: Sequence[Application], *, by: Actor, now: datetime) -> None:
    """Write entitlements, who is counted in them, and the new states.

    Raises Conflict when somebody was granted already, NotNow when the share of a village is too small.
    """
    try:
        with transaction.atomic():
            _write(decision, applications, by=by, now=now)
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
    ceilings.take(decision.season, "granted", ((one.region, one.amount_fen or 0) for one in applications))
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


def _write(decision: Decision, applications: Sequence[Application], *, by: Actor, now: datetime) -> None:
    """An entitlement for each household, and everybody who lives there on the day of the decision."""
    season = decision.season
    goods = edition(season.standard, season.standard_on).goods
    ids = dict(zip((one.id for one in applications), ids_as_text(now), strict=False))
    with copied_into("relief_entitlement", _ENTITLEMENT) as copy:
        same = (season.id, season.standard, season.standard_version, season.standard_on, decision.id, 0, 0, now)
        for one in applications:
            given = Jsonb({name: one.trace[name] for name in goods if one.trace.get(name)})
            row = (ids[one.id], one.region, one.household_id, one.id, one.amount_fen or 0, given, Jsonb(one.trace))
            copy.write_row((*row, *same))
    living = people.members_of([one.household_id for one in applications], by=by, on=local_date(now))
    new = ids_as_text(now)
    with copied_into("relief_entitledperson", _PERSON) as copy:
        for one in applications:
            for person in living.get(one.household_id, ()):
                copy.write_row((next(new), one.region, ids[one.id], season.id, season.standard, person))


def _close_packs(decision: Decision) -> None:
    """A village's pack is done once no household of it waits at the county."""
    packs = decision.applications.exclude(pack=None).values("pack")
    open_ones = Application.objects.filter(pack__in=packs, state=ApplicationState.WITH_COUNTY).values("pack")
    Pack.objects.filter(id__in=packs, state=PackState.WITH_COUNTY).exclude(id__in=open_ones).update(
        state=PackState.CLOSED
    )
