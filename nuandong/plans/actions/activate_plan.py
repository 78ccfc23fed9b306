"""Put a plan in force for a region."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level
from nuandong.geo.policies import check_division
from nuandong.geo.selectors import divisions_at
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.plans import policies, versions
from nuandong.plans.calendar_check import Finding, check
from nuandong.plans.events import PlanActivated
from nuandong.plans.loader import LoadedPlan
from nuandong.plans.models import Activation
from nuandong.plans.schema import Plan
from nuandong.plans.schema.plan import season_year
from nuandong.plans.standards import named
from nuandong.plans.vocabulary import calendar

_OVERLAP = "plans_activation_one_version_at_a_time"


@transaction.atomic
def activate_plan(
    *,
    by: Actor,
    now: datetime,
    loaded: LoadedPlan,
    region: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    filled: Mapping[str, date] | None = None,
    reason: str | None = None,
    contradictions_seen: bool = False,
) -> Activation:
    """Put a checked plan in force for a region (12-digit code), from a day to a day, both included.

    Days not given are those of the plan's season, the beginning not before today. The county- and township-level
    divisions of the region are written down: they answer for the plan until it ends. `filled` are the days that the
    plan leaves open, by the names of `Plan.unknowns`; what depends on one that is not given is not watched. A plan that
    contradicts itself needs a reason and `contradictions_seen`; what was seen is recorded with the reason. Raises
    Invalid for a region that is none or a day that is needed and not said, Conflict for a version already in force.
    """
    permissions.check(by, "plans.plan.activate", region=region)
    check_division(region)
    today = local_date(now)
    starts_on, ends_on = _window(loaded, today, starts_on, ends_on)
    days = filled or {}
    policies.check_filled(loaded.plan, days)
    policies.check_filled_days(days, starts_on, ends_on)
    policies.check_feasts(loaded.plan, season_year(starts_on), calendar())
    wrong = contradictions(loaded.plan, starts_on, ends_on, days)
    reason = policies.reason_with(wrong, reason, seen=contradictions_seen)
    regions = _answering(region, today)
    activation = _create(loaded, now, region, regions, starts_on, ends_on)
    journal.record(
        PlanActivated(
            plan=loaded.plan.plan,
            plan_hash=loaded.hash,
            region=region,
            regions=regions,
            starts_on=starts_on,
            ends_on=ends_on,
            filled=sorted(days),
            filled_on=[day for _name, day in sorted(days.items())],
        ),
        by=by,
        now=now,
        region=region,
        subject=activation.id,
        reason=reason,
    )
    return activation


def _answering(region: int, today: date) -> list[int]:
    """The county- and township-level divisions of a region."""
    found = divisions_at(today, within=region).filter(level__in=[Level.COUNTY, Level.TOWNSHIP])
    return list(found.values_list("code", flat=True))


def _window(loaded: LoadedPlan, today: date, starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    first, last = loaded.plan.season.dates(season_year(today), calendar())
    starts_on = starts_on or (max(first, today) if first else None)
    ends_on = ends_on or last
    if starts_on is None or ends_on is None:
        raise Invalid(
            "plans.days_unknown",
            _("这份方案没有写明起止日期。"),
            _("请填写开始日期和结束日期。"),
            field="starts_on" if starts_on is None else "ends_on",
        )
    policies.check_window(starts_on, ends_on)
    return starts_on, ends_on


def contradictions(
    plan: Plan, starts_on: date, ends_on: date | None, filled: Mapping[str, date]
) -> tuple[Finding, ...]:
    """Where a plan contradicts itself in the season of `starts_on`, with the days that somebody fills in.

    The window counts where the plan leaves it open: one that is put in force late does not contradict itself by that.
    """
    window = {"season.from": starts_on, "season.to": ends_on}
    days = {name: day for name, day in window.items() if day is not None and name in plan.unknowns()}
    return check(
        plan, season_year(starts_on), calendar(), standards=named(plan), filled=days | dict(filled)
    ).contradictions


def _create(
    loaded: LoadedPlan, now: datetime, region: int, regions: list[int], starts_on: date, ends_on: date
) -> Activation:
    version = versions.keep(loaded, now=now)
    try:
        with transaction.atomic():
            return Activation.objects.create(
                id=new_id(now),
                version=version,
                plan=loaded.plan.plan,
                region=region,
                regions=regions,
                starts_on=starts_on,
                ends_on=ends_on,
                decided_at=now,
                changed_at=now,
            )
    except IntegrityError as error:
        if _OVERLAP not in str(error):
            raise
        raise Conflict(
            "plans.already_active",
            _("方案“%(title)s”在这个地区、这段时间里已经启用。"),
            _("请先结束原来的启用，或改填不重叠的日期。"),
            title=loaded.plan.title,
        ) from None
