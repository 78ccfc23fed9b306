"""Which form is filled from what, and who may take it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level, ancestors, level_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.reasons import stated
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.events.papers import FormTaken
from nuandong.relief.forms.library import forms
from nuandong.relief.forms.shape import Form
from nuandong.relief.models import Season
from nuandong.relief.papers import homes, regions
from nuandong.relief.papers.table import Table, Values, made
from nuandong.relief.policies_applying import SEE
from nuandong.relief.selectors import needs_of

MOST: Final = 20_000
"""Households of one workbook."""
MOST_PRINTED: Final = 500
"""Households of one print."""
_LEVELS: Final = {
    "省": Level.PROVINCE,
    "市": Level.PREFECTURE,
    "县": Level.COUNTY,
    "乡镇": Level.TOWNSHIP,
    "村": Level.VILLAGE,
}


def papers() -> dict[str, Form]:
    """The forms that are written, by code."""
    return {code: form for code, form in forms().items() if form.of}


def paper(code: str) -> Form:
    """Raises NotFound."""
    found = papers().get(code)
    if found is None:
        raise NotFound("relief.no_paper", _("没有这种表。"), _("请从表册页面中选择。"))
    return found


def masked_paper(form: Form, season: Season, region: int, *, by: Actor, now: datetime, printed: bool) -> Table:
    """A form of a season and place with names and numbers masked. Raises Forbidden, OutOfScope, NotNow, Invalid."""
    permissions.check(by, SEE, region=region)
    return _filled(form, season, region, homes.Reader(by, local_date(now), plain=False), printed=printed)


def plain_paper(
    form: Form, season: Season, region: int, *, by: Actor, now: datetime, reason: str, printed: bool
) -> Table:
    """The same in full; the journal keeps who took it and why.

    Raises Forbidden without the right to see numbers or the second factor, Invalid without a reason or for a form
    that hangs on a wall.
    """
    permissions.check(by, SEE, region=region)
    permissions.check(by, UNMASK, region=region)
    if form.masked or form.per == "region":
        raise Invalid("relief.paper_masked", _("这张表没有完整号码。"), _("请直接打印或下载。"))
    why = stated(reason, _("请写明用途，例如“报县应急局审定”。"))
    table = _filled(form, season, region, homes.Reader(by, local_date(now), plain=True), printed=printed)
    taken(form.form, len(table.rows), season, region, by=by, now=now, plain=True, printed=printed, reason=why)
    return table


def archived_paper(form: Form, season: Season, region: int, reader: homes.Reader) -> Table:
    """The same in full for an archive: whoever takes that leaves an event of its own."""
    return _filled(form, season, region, reader, printed=False)


def taken(
    what: str, rows: int, season: Season, region: int, *, by: Actor, now: datetime, plain: bool, printed: bool,
    reason: str | None = None,
) -> None:  # fmt: skip
    """Leave the event that says who took which paper."""
    payload = FormTaken(form=what, rows=rows, plain=plain, printed=printed)
    journal.record(payload, by=by, now=now, region=region, subject=season.id, reason=reason)


def _filled(form: Form, season: Season, region: int, reader: homes.Reader, *, printed: bool) -> Table:
    more: Values | None = None
    words = {"年度": str(season.year), "年月": f"{reader.today:%Y-%m}"} | places_over(region, reader.today)
    if form.per == "region":
        rows, words, more = _by_region(form, season, region, words)
        values: Iterable[Values] = regions.named(rows, divisions.names(rows, reader.today))
    else:
        values = _by_household(form, season, region, reader, MOST_PRINTED if printed else MOST)
    if "举报电话" in form.above:
        words["举报电话"] = homes.phone_of(season, region)
    return made(form, [(caption, words.get(caption, "")) for caption in form.above], values, more)


def _by_region(
    form: Form, season: Season, region: int, words: dict[str, str]
) -> tuple[dict[int, dict[str, int]], dict[str, str], Values | None]:
    level = regions.level_below(region, form.by)
    if form.of == "allocation":
        rows, numbers = regions.share_rows(season, region)
        return rows, words | {"资金文号": numbers}, None
    if form.of == "need":
        rows = regions.need_rows(season, region, level)
        whole = level_of(region) <= Level.COUNTY
        needed = sum(one["cash_needed"] for one in rows.values())
        return rows, words, regions.own_funds(season, needed) if whole else None
    return regions.money_rows(season, region, homes.STATES[form.of], level), words, None


def _by_household(form: Form, season: Season, region: int, reader: homes.Reader, most: int) -> Iterable[Values]:
    if form.of == "ledger":
        count = needs_of(region, season.year).count()
    else:
        count = homes.cases(season, region, homes.STATES[form.of]).count()
    if count > most:
        raise Invalid(
            "relief.paper_long",
            _("%(count)d 户太多，一次最多 %(most)d 户。"),
            _("请选择乡镇或村。"),
            count=count,
            most=most,
        )
    if form.per == "person":
        return homes.person_rows(season, region, most, reader)
    if form.of == "ledger":
        return homes.ledger_rows(season, region, most, reader)
    rows = list(homes.cases(season, region, homes.STATES[form.of]))
    return homes.case_rows(rows, season, reader, told=form.paper == "case")


def places_over(region: int, today: date) -> dict[str, str]:
    """The divisions a place lies in, by the caption of their level."""
    codes = {level_of(one): one for one in (region, *ancestors(region))}
    names = divisions.names(codes.values(), today)
    return {caption: names.get(codes[level], "") for caption, level in _LEVELS.items() if level in codes}
