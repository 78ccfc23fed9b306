from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import amounts, freezes, hands, limits, surveys
from nuandong.relief.events.applying import ApplicationReported
from nuandong.relief.forms.library import choices
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application
from nuandong.relief.policies_applying import REPORT, check_place
from nuandong.relief.steps import Origin, Step


@transaction.atomic
def report_application(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    household: UUID,
    persons: int,
    facts: Mapping[str, object],
    survey: surveys.Survey,
    origin: Origin = Origin.APPLIED,
    category: str = "",
    reported_on: date | None = None,
) -> Application:
    """Write down that a household applies, or that its group nominates it, with what the survey found (户报).

    `facts` are the columns of the season's standard beside the persons; a missing one is refused, never taken for 0.
    The amount (fen) is worked out at once. Raises NotFound, Forbidden (kin, another step), OutOfScope, Invalid,
    NotNow for a closed season, Conflict when it has applied. Source: DIS-003, DIS-005, DIS-017, DIS-020.
    """
    of = season_of(season)
    home = people.household(household, by=by, on=local_date(now))
    permissions.check(by, REPORT, region=home.region)
    check_place(of, home.region)
    freezes.check_not_frozen([home.region], of.year)
    check_size(persons, len(home.members))
    check_category(category)
    identity = new_id(now)
    made = Application(
        id=identity,
        region=home.region,
        season=of,
        household_id=home.id,
        origin=origin,
        head_masked=home.head.name if home.head else "",
        category=category,
        size=len(home.members),
        persons=persons,
        facts=amounts.kept(of, facts),
        reason_sealed=surveys.sealed(surveys.checked(survey, of, local_date(now)), identity),
        reported_by=by.staff,
        reported_on=_day(reported_on, local_date(now)),
        reported_at=now,
        moved_at=now,
    )
    amounts.work_out_whole(of, made)
    limits.check_survey(of, made, survey)
    _insert(made)
    hands.note([made], Step.REPORT, by=by, now=now)
    _tell(made, by=by, now=now)
    return made


def _tell(made: Application, *, by: Actor, now: datetime) -> None:
    payload = ApplicationReported(
        season=made.season_id, household=made.household_id, origin=Origin(made.origin), amount_fen=made.amount_fen
    )
    journal.record(payload, by=by, now=now, region=made.region, subject=made.id)


def _day(reported_on: date | None, today: date) -> date:
    if reported_on is not None and reported_on > today:
        raise Invalid(
            "relief.reported_on", _("日期不能在今天以后。"), _("请填写申请或提名的日期。"), field="reported_on"
        )
    return reported_on or today


def _insert(made: Application) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "relief.applied_already",
            _("这一户在本年度已经有申请。"),
            _("请在申请列表中打开那一份。"),
            field="household",
        ) from error


def check_size(persons: int, size: int) -> None:
    """Raise Invalid for a number to be helped that the household has not."""
    if not 1 <= persons <= size:
        raise Invalid(
            "relief.persons",
            _("救助人数应在 1 和家庭人口 %(size)d 之间。"),
            _("家庭人口以登记为准；不对的请先更正家庭登记。"),
            field="persons",
            size=size,
        )


def check_category(category: str) -> None:
    """Raise Invalid for a type of household that is on no list."""
    if category and category not in choices("household_types"):
        raise Invalid("relief.category", _("没有这种家庭类型。"), _("请从列表中选择。"), field="category")
