from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.errors import unreal_date
from nuandong.people.lookups import household_of
from nuandong.people.models import Household, Membership


@transaction.atomic
def leave_household(
    *,
    by: Actor,
    now: datetime,
    household: UUID,
    person: UUID,
    until: date,
    reason: str = "",
    acted_at: datetime | None = None,
) -> Membership:
    """End a membership with the day `until`, which no longer counts; the last one to leave dissolves the household.

    Raises NotNow when the person is no member, Invalid for a day before joining or in the future.
    """
    home = household_of(household, lock=True)
    permissions.check(by, "people.household.change", region=home.region)
    membership = Membership.objects.filter(household=home, person=person, until__isnull=True).first()
    if membership is None:
        raise NotNow("people.not_member", _("这个人现在不是这个家庭的成员。"), _("请刷新页面核对。"))
    if until < membership.since:
        raise Invalid("people.dates_reversed", _("离开日期早于加入日期。"), _("请核对日期。"), field="until")
    if until > local_date(now):
        raise unreal_date("until")
    if Membership.objects.filter(id=membership.id, until__isnull=True).update(until=until) != 1:
        raise NotNow("people.not_member", _("这个人现在不是这个家庭的成员。"), _("请刷新页面核对。"))
    dissolved = not Membership.objects.filter(household=home, until__isnull=True).exists()
    if dissolved:
        Household.objects.filter(id=home.id).update(dissolved_on=until)
    journal.record(
        events.HouseholdLeft(person=person, until=until, dissolved=dissolved),
        by=by,
        now=now,
        acted_at=acted_at,
        region=home.region,
        subject=home.id,
        reason=reason or None,
    )
    membership.until = until
    return membership
