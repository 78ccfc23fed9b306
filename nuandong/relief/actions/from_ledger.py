from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, level_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.selectors.written import heads_of
from nuandong.relief import amounts, freezes, hands
from nuandong.relief.events.applying import ApplicationsTaken
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application, Kinship, Need, Season
from nuandong.relief.policies_applying import MAX_HOMES, REPORT, check_region
from nuandong.relief.steps import ENDED, Origin, Step


@transaction.atomic
def from_ledger(*, by: Actor, now: datetime, season: UUID, region: int) -> int:
    """Every household in force on the ledgers of a village or township (12-digit code) that has not applied applies.

    How many are new; again it changes nothing. What a ledger does not say stays open: such a one has no amount until it
    is completed. A need written down for the township counts where its household lives by now; one whose village nobody
    has entered stays on the ledger. Left out are households whose kin the actor is. Raises NotFound, Forbidden,
    OutOfScope, Invalid, NotNow when the ledgers have nobody or an audit holds the place. Source: DIS-018, DIS-020.
    """
    # Two officers at once wait for each other here.
    of = Season.objects.select_for_update().get(id=season_of(season).id)
    permissions.check(by, REPORT, region=region)
    check_region(of, region)
    freezes.check_not_frozen([region], of.year)
    needs = Need.objects.filter(in_region(region), season=of.year, ended_at=None)
    counted = needs.count()
    if not counted:
        raise NotNow(
            "relief.ledger_empty", _("这个村在本年度没有已确认的台账。"), _("请先导入并确认台账，或逐户登记。")
        )
    made = 0
    for batch in _fresh(of, region, by):
        _take(of, batch, by=by, now=now)
        made += len(batch)
        payload = ApplicationsTaken(made=len(batch), known=counted - made)
        journal.record(payload, by=by, now=now, region=region, subject=of.id)
    return made


def _fresh(of: Season, region: int, by: Actor) -> Iterator[Sequence[tuple[Need, int]]]:
    """Needs nobody has applied with yet and the villages their households live in, 2,000 at a time."""
    known = Application.objects.filter(season=of).exclude(state__in=sorted(ENDED)).values("household")
    own = Kinship.objects.filter(staff=by.staff, ended_at=None).values("household")
    needs = Need.objects.filter(in_region(region), season=of.year, ended_at=None)
    rows = needs.exclude(household__in=known).exclude(household__in=own).annotate(village=F("household__region"))
    last = UUID(int=0)
    while batch := list(rows.filter(id__gt=last).order_by("id")[:MAX_HOMES]):
        last = batch[-1].id
        if placed := [(one, one.village) for one in batch if level_of(one.village) == Level.VILLAGE]:
            yield placed


def _take(of: Season, batch: Sequence[tuple[Need, int]], *, by: Actor, now: datetime) -> None:
    heads = heads_of([need.household_id for need, _village in batch], by=by, plain=False)
    made = [
        Application(
            id=new_id(now),
            region=village,
            season=of,
            household_id=need.household_id,
            need=need,
            origin=Origin.LEDGER,
            head_masked=heads[need.household_id].name,
            category=need.household_type,
            size=need.size,
            persons=max(need.persons, 1),
            reported_by=by.staff,
            reported_on=local_date(now),
            reported_at=now,
            moved_at=now,
        )
        for need, village in batch
    ]
    amounts.work_out(of, made)
    Application.objects.bulk_create(made, batch_size=500)
    hands.note(made, Step.REPORT, by=by, now=now)
