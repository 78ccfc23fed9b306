"""Units to choose from, one by one or a whole kind at once."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.org import selectors as org
from nuandong.org.kinds import UnitKind

if TYPE_CHECKING:
    from nuandong.org.models import Unit

_FEW: Final = 2


def all_units(by: Actor) -> list["Unit"]:
    """The units of the regions one sees; none for whoever may not see units."""
    return [node.unit for node in org.units_tree(by)] if by.may("org.staff.see") else []


def units(by: Actor) -> list[tuple[str, str]]:
    """The units of one's regions, parents before children, each a little further in."""
    if not by.may("org.staff.see"):
        return [(str(unit), name) for unit, name in org.unit_names([by.unit]).items()]
    return [(str(node.unit.id), "　" * node.depth + node.unit.name) for node in org.units_tree(by)]


def groups(found: Iterable["Unit"]) -> list[tuple[str, str]]:
    """The kinds of which there are several, to be chosen as a whole."""
    counts = Counter(unit.kind for unit in found)
    return [
        (kind, _("全部%(kind)s（%(n)d 个）") % {"kind": UnitKind(kind).label, "n": number})
        for kind, number in sorted(counts.items())
        if number >= _FEW
    ]


def of_groups(kinds: Iterable[str], found: Iterable["Unit"]) -> list[UUID]:
    """The units of whole kinds."""
    wanted = set(kinds)
    return [unit.id for unit in found if unit.kind in wanted]
