"""The order of a system's fields as a county copies them; without one of its own, that of library/national."""

from collections.abc import Sequence

from nuandong.geo.codes import Level, at_level, level_of
from nuandong.reports.models import NationalOrder
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import Table, proposed


def holder(region: int) -> int:
    """Whose order a region goes by: its county's, or its own above counties."""
    return at_level(region, Level.COUNTY) if level_of(region) >= Level.COUNTY else region


def arranged(system: System, region: int) -> System:
    """The system with its fields in the order of a region; one query."""
    rows = NationalOrder.objects.filter(region=holder(region), system=system.system, version=system.version)
    columns = rows.values_list("columns", flat=True).first()
    return system if columns is None else in_order(system, columns)


def in_order(system: System, columns: Sequence[str]) -> System:
    """The same system with its fields in another order; `columns` are all their codes."""
    place = {code: number for number, code in enumerate(columns)}
    return system.model_copy(update={"fields": tuple(sorted(system.fields, key=lambda one: place[one.code]))})


def moved(columns: Sequence[str], code: str, by: int) -> list[str]:
    """The columns with one of them moved by some places (up is negative), as far as there is room."""
    left = [one for one in columns if one != code]
    place = min(max(columns.index(code) + by, 0), len(left))
    return [*left[:place], code, *left[place:]]


def of_sheet(system: System, table: Table) -> list[str]:
    """The columns as the headings of a sheet stand; fields that it lacks follow as they were."""
    named = proposed(table, system)
    codes = {one.code for one in system.fields}
    first = [named[place] for place in sorted(named, key=int) if named[place] in codes]
    return first + [one.code for one in system.fields if one.code not in first]
