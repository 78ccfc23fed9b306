"""The kinds of work of library/work/kinds.yaml, read once and checked whole."""

from functools import cache
from typing import Annotated, Final

from pydantic import StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.kernel.reference import Title
from nuandong.kernel.text import gettext_noop as _

FILE: Final = reference.LIBRARY / "work" / "kinds.yaml"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,39}$")]


class Kind(reference.Entry):
    """One kind of work; what the fields mean stands in the file. `base` is empty where no whole is asked for."""

    title: Title
    unit: Annotated[str, StringConstraints(min_length=1, max_length=6)]
    family: Code
    base: Annotated[str, StringConstraints(max_length=20)] = ""
    note: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _Kinds(reference.Entry):
    families: dict[Code, Title]
    kinds: dict[Code, Kind]


@cache
def families() -> dict[str, str]:
    """Titles of the families of work by code, in the order of the file."""
    return dict(_read().families)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of work by code, in the order of the file."""
    return dict(_read().kinds)


def kind_of(code: str) -> Kind:
    """The kind of a code; Invalid for one the file does not have."""
    found = kinds().get(code)
    if found is None:
        raise Invalid(
            "tasks.work_unknown",
            _("没有“%(given)s”这一类工作。"),
            _("请从列表中选择工作类别。"),
            field="work",
            given=code[:40],
        )
    return found


@cache
def _read() -> _Kinds:
    found = reference.read(FILE, _Kinds)
    for code, kind in found.kinds.items():
        if kind.family not in found.families:
            raise reference.broken(FILE, f"kinds.{code}.family")
    return found
