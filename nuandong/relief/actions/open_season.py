from datetime import date, datetime

from django.db import transaction

from nuandong.geo.codes import Level, level_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.policy import editions
from nuandong.relief.events.deciding import SeasonOpened
from nuandong.relief.models import Season
from nuandong.relief.procedures import procedure_named

OPEN = "relief.season.open"
FIRST_YEAR, LAST_YEAR = 2000, 2100
OF_VISITS = ("visits-by-level", "visits-union")
"""Standards of condolence visits, which no application is decided by."""


@transaction.atomic
def open_season(
    *,
    by: Actor,
    now: datetime,
    region: int,
    year: int,
    title: str,
    standard: str,
    standard_on: date,
    procedure: str,
) -> Season:
    """Open a county's relief season: by which standard, on the values of which day, along which procedure.

    `region` is a county (12-digit code), `year` the one the season begins in. The procedure is copied: later changes of
    the library do not change a season that runs. Raises Forbidden, OutOfScope, Invalid, NotFound (standard, procedure),
    Conflict when there is one of that name. Source: DIS-006 to DIS-013, DIS-020 to DIS-028.
    """
    permissions.check(by, OPEN, region=region)
    if level_of(region) != Level.COUNTY:
        raise Invalid("relief.season_county", _("年度按县开启。"), _("请选择县级区划。"), field="region")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("relief.season", _("年度不对。"), _("请填写冬季开始的年份，如 2026。"), field="year")
    if standard in OF_VISITS:
        raise Invalid("relief.standard_of_visits", _("这是慰问标准，不是救助标准。"), _("请另选。"), field="standard")
    title = title.strip()
    if not title:
        raise Invalid("relief.season_title", _("没有填写名称。"), _("请填写，如“冬春救助”。"), field="title")
    if Season.objects.filter(region=region, year=year, title=title).exists():
        raise Conflict(
            "relief.season_there", _("这个年度已经开启。"), _("同一年另有灾害的，请换一个名称。"), field="title"
        )
    edition = editions.edition(standard, standard_on)
    rules = procedure_named(procedure)
    season = Season.objects.create(
        id=new_id(now),
        region=region,
        year=year,
        title=title,
        standard=standard,
        standard_on=standard_on,
        standard_version=edition.version,
        procedure=procedure,
        rules=rules.model_dump(mode="json"),
        opened_by=by.staff,
        opened_at=now,
    )
    payload = SeasonOpened(year=year, standard=standard, standard_version=edition.version, procedure=procedure)
    journal.record(payload, by=by, now=now, region=region, subject=season.id, text={"title": title})
    return season
