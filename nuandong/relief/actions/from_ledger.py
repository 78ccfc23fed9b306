from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.selectors.written import heads_of
from nuandong.relief import amounts, hands
from nuandong.relief.events.applying import ApplicationsTaken
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application, Kinship, Need, Season
from nuandong.relief.policies_applying import MAX_HOMES, REPORT, check_place
from nuandong.relief.steps import ENDED, Origin, Step


@transaction.atomic
def from_ledger(*, by: Actor, now: datetime, season: UUID, region: int) -> int:
    """Every household in force on a village's ledger (12-digit code) that has not applied applies; how many are new.

    Again it changes nothing. What the ledger does not say stays open: such a one has no amount until it is completed.
    Left out are households whose kin the actor is, and more than 2,000 at once. Raises NotFound, Forbidden, OutOfScope,
    Invalid, NotNow when the ledger has nobody. Source: DIS-018, DIS-020.
    """
    # Two officers at once wait for each other here.
    of = Season.objects.select_for_update().get(id=season_of(season).id)
    permissions.check(by, REPORT, region=region)
    check_place(of, region)
    needs = Need.objects.filter(season=of.year, region=region, ended_at=None)
    known = Application.objects.filter(season=of).exclude(state__in=sorted(ENDED)).values("household")
    own = Kinship.objects.filter(staff=by.staff, ended_at=None).values("household")
    fresh = list(needs.exclude(household__in=known).exclude(household__in=own).order_by("id")[:MAX_HOMES])
    counted = needs.count()
    if not counted:
        raise NotNow(
            "relief.ledger_empty", _("这个村在本年度没有已确认的台账。"), _("请先导入并确认台账，或逐户登记。")
        )
    if not fresh:
        return 0
    heads = heads_of([one.household_id for one in fresh], by=by, plain=False)
    today = local_date(now)
    made = [
        Application(
            id=new_id(now),
            region=one.region,
            season=of,
            household_id=one.household_id,
            need=one,
            origin=Origin.LEDGER,
            head_masked=heads[one.household_id].name,
            category=one.household_type,
            size=one.size,
            persons=max(one.persons, 1),
            reported_by=by.staff,
            reported_on=today,
            reported_at=now,
            moved_at=now,
        )
        for one in fresh
    ]
    amounts.work_out(of, made)
    Application.objects.bulk_create(made, batch_size=500)
    hands.note(made, Step.REPORT, by=by, now=now)
    payload = ApplicationsTaken(made=len(made), known=counted - len(made))
    journal.record(payload, by=by, now=now, region=region, subject=of.id)
    return len(made)
