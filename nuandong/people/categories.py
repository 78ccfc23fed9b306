"""The aid categories of library/people/categories.yaml, read once and checked whole."""

from functools import cache
from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.kernel.reference import Title
from nuandong.kernel.text import gettext_noop as _

FILE: Final = reference.LIBRARY / "people" / "categories.yaml"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]{2,29}$")]


class Category(reference.Entry):
    """One aid category; `health` and `minor` ones are never published."""

    title: Title
    short: Title
    holder: Literal["person", "household"]
    health: bool = False
    minor: bool = False


class _Categories(reference.Entry):
    categories: dict[Code, Category]


@cache
def categories() -> dict[str, Category]:
    """All categories by code, in the order of the file."""
    return reference.read(FILE, _Categories).categories


def category_of(code: str) -> Category:
    """The category of a code; `Invalid` for one the file does not have."""
    found = categories().get(code)
    if found is None:
        raise Invalid(
            "people.category_unknown",
            _("没有这个困难群体类别：%(given)s。"),
            _("请从列表中选择；新类别先加入类别表。"),
            field="code",
            given=code[:40],
        )
    return found
