"""What plans in force lay down for the contents of things: the goods of a hand-out, what a notice shows.

The one place that says which of these entries are checked, and what is lacking; the modules that hand out and publish
ask it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import selectors
from nuandong.plans.schema import Plan, Strength
from nuandong.plans.schema.sections import GOODS_TITLES, NOTICE_FIELDS, NOTICE_KINDS, Items, NoticeFields
from nuandong.plans.versions import Plans

ANY: Final = "any"
_LIST: Final = "list"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a plan in force demands and is not there: codes of goods, or fields."""

    plan: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class First:
    """Whom a plan in force puts first: groups in its words and order, and where that stands."""

    plan: str
    source: str
    groups: tuple[str, ...]


def goods_checked(entry: Items) -> bool:
    """Whether a hand-out is looked at for this entry."""
    return bool(entry.goods) and entry.strength is Strength.MUST


def fields_checked(entry: NoticeFields) -> bool:
    """Whether a notice is looked at for this entry before it goes out."""
    return entry.strength is Strength.MUST


def lacking_goods(*, region: int, now: datetime, occasion: str, goods: Collection[str]) -> list[Lack]:
    """What plans demand of a hand-out in a region and is none of its categories of `goods`; plan by plan.

    `occasion` is how the encounter ended, where it belongs to one; an empty one is no occasion in particular.
    """
    return [
        Lack(plan.title, lacks)
        for plan in _plans(region, now)
        for entry in plan.items
        if goods_checked(entry) and entry.occasion in {ANY, occasion}
        if (lacks := tuple(code for code in entry.goods if code not in goods))
    ]


def check_notice(notice: str, *, region: int, now: datetime, shows: Collection[str]) -> None:
    """Raise Invalid where a plan in force demands a field that the notice does not show, naming the plan and it."""
    for plan in _plans(region, now):
        for entry in plan.notice_fields:
            if entry.notice != notice or not fields_checked(entry):
                continue
            if lacks := tuple(field for field in entry.fields if field not in shows):
                raise Invalid(
                    "plans.notice_lacks",
                    _("《%(plan)s》要求%(notice)s写明%(names)s。"),
                    _("请补上后再办理。"),
                    plan=plan.title,
                    notice=NOTICE_KINDS[notice],
                    names=tuple(NOTICE_FIELDS[notice][field] for field in lacks),
                )


def list_fields(*, region: int, now: datetime) -> frozenset[str] | None:
    """The fields that plans in force lay down for lists of names, those and no more; None where no plan does."""
    entries = [
        entry
        for plan in _plans(region, now)
        for entry in plan.notice_fields
        if entry.notice == _LIST and fields_checked(entry)
    ]
    return frozenset(field for entry in entries for field in entry.fields) if entries else None


def first_in_line(regions: Collection[int], *, on: date) -> dict[int, list[First]]:
    """Region → the groups that plans in force there put first, plan by plan; one query beside the texts."""
    texts = Plans()
    return {
        region: [
            First(plan.title, str(entry.source), entry.groups)
            for row in rows
            for plan in [texts[row.version.hash]]
            for entry in plan.eligibility
            if entry.rule == "priority"
        ]
        for region, rows in selectors.binding_each(regions, on=on).items()
    }


def goods_words(codes: Collection[str]) -> tuple[str, ...]:
    """The titles of categories of goods."""
    return tuple(GOODS_TITLES[code] for code in codes)


def _plans(region: int, now: datetime) -> Iterator[Plan]:
    texts = Plans()
    for row in selectors.binding(region, on=local_date(now)):
        yield texts[row.version.hash]
