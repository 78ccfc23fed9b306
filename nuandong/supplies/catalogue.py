"""The reference files in library/supplies: items and kits. Read once, checked whole."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.reference import Title
from nuandong.supplies.kinds import Category

FOLDER: Final = reference.LIBRARY / "supplies"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Size = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,10}$")]


class ItemDefault(reference.Entry):
    name: Title
    unit: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    category: Category
    sizes: tuple[Size, ...] = ()
    perishable: bool = False


class KitDefault(reference.Entry):
    name: Title
    about: Annotated[str, StringConstraints(max_length=200)] = ""
    source: str
    items: dict[Code, Annotated[int, Field(ge=1, le=100)]]


class _Items(reference.Entry):
    items: dict[Code, ItemDefault]


class _Kits(reference.Entry):
    kits: dict[Code, KitDefault]


@cache
def default_items() -> Mapping[str, ItemDefault]:
    """The default items by code."""
    return reference.read(FOLDER / "items.yaml", _Items).items


@cache
def default_kits() -> Mapping[str, KitDefault]:
    """The default kits by code. `Invalid` if one names an item that does not exist."""
    kits = reference.read(FOLDER / "kits.yaml", _Kits).kits
    for code, kit in kits.items():
        if unknown := sorted(set(kit.items) - set(default_items())):
            raise reference.broken(FOLDER / "kits.yaml", f"{code}: {unknown[0]}")
    return kits
