from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import Level, at_level, level_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.policy import editions
from nuandong.relief.actions.open_season import OF_VISITS
from nuandong.relief.actions.open_season import OPEN as CHOOSE
from nuandong.relief.events.deciding import DisasterRecorded
from nuandong.relief.forms.library import choices
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Season
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.procedures import quick_procedures

RECORD: Final = "relief.disaster.record"


@transaction.atomic
def record_disaster(
    *,
    by: Actor,
    now: datetime,
    follows: UUID,
    title: str,
    hazard: str,
    struck_on: date,
    procedure: str,
    places: Collection[int] = (),
    standard: str = "",
) -> Season:
    """Write down a disaster that struck during a season, and open its temporary relief at once (DIS-036).

    `places` are townships and villages (12-digit codes), none: the whole county of the season it `follows`. Amounts by
    that season's standard as of the day it struck; another `standard` is for who may open seasons. From now on the
    households there are reported whether or not the ordinary season helps them. Raises NotFound, Forbidden, OutOfScope,
    Invalid, NotNow when the ordinary season is closed, Conflict when the disaster is written down already.
    """
    of = season_of(follows)
    struck = sorted(set(places))
    for place in struck or [of.region]:
        permissions.check(by, RECORD, region=place)
    check_open(of)
    _check(of, title, hazard, struck_on, struck, local_date(now))
    rules = quick_procedures().get(procedure)
    if rules is None:
        raise Invalid("relief.not_quick", _("没有选择临时救助的程序。"), _("请从列表中选择。"), field="procedure")
    code = _standard(of, standard, by)
    facts = {"hazard": hazard, "struck_on": struck_on, "places": struck, "procedure": procedure, "standard": code}
    facts |= {"standard_version": editions.edition(code, struck_on).version}
    given = {"title": title.strip(), "standard_on": struck_on, "rules": rules.model_dump(mode="json")}
    made = _made(of, id=new_id(now), opened_by=by.staff, opened_at=now, **given, **facts)
    payload = DisasterRecorded(follows=of.id, year=of.year, **facts)
    region = struck[0] if len(struck) == 1 else of.region
    journal.record(payload, by=by, now=now, region=region, subject=made.id, text={"title": made.title})
    return made


def _made(of: Season, **values: Any) -> Season:
    try:
        with transaction.atomic():
            return Season.objects.create(region=of.region, year=of.year, follows=of, **values)
    except IntegrityError as error:
        raise Conflict(
            "relief.disaster_there",
            _("本年度已经登记过这个名称。"),
            _("同一场灾害不重复登记；另一场请换一个名称。"),
            field="title",
        ) from error


def can_record(of: Season, by: Actor) -> bool:
    """Whether somebody may write down a disaster of a season, at least for the own place."""
    return of.follows_id is None and of.closed_at is None and permissions.allows(by, RECORD, region=by.region)


def _check(of: Season, title: str, hazard: str, struck_on: date, places: list[int], today: date) -> None:
    if of.follows_id is not None:
        raise Invalid("relief.disaster_of_disaster", _("这是一次临时救助。"), _("请在当年的冬春救助年度里登记新灾。"))
    if not title.strip():
        raise Invalid(
            "relief.disaster_title", _("没有填写名称。"), _("请填写，如“12月3日雪灾临时救助”。"), field="title"
        )
    if hazard not in choices("hazards"):
        raise Invalid("relief.hazard", _("没有选择灾害种类。"), _("请从列表中选择。"), field="hazard")
    if not date(of.year, 1, 1) <= struck_on <= today:
        raise Invalid(
            "relief.struck_on",
            _("受灾日期不对：不能晚于今天，也不能早于本年度。"),
            _("请核对日期。"),
            field="struck_on",
        )
    for place in places:
        if level_of(place) not in {Level.TOWNSHIP, Level.VILLAGE} or at_level(place, Level.COUNTY) != of.region:
            raise Invalid(
                "relief.struck_place", _("受灾地区不是本县的乡镇或村。"), _("请从列表中选择。"), field="places"
            )


def _standard(of: Season, wanted: str, by: Actor) -> str:
    """That of the season; another one only for who opens seasons."""
    if not wanted or wanted == of.standard:
        return of.standard
    permissions.check(by, CHOOSE, region=of.region)
    if wanted in OF_VISITS:
        raise Invalid("relief.standard_of_visits", _("这是慰问标准，不是救助标准。"), _("请另选。"), field="standard")
    return wanted
