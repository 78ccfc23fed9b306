"""Who answers for a duty in a division: the unit that the plan names, else the one of the kind that does such work."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from nuandong.geo.codes import Level, contains, level_of
from nuandong.kernel import reference
from nuandong.org.kinds import UnitKind
from nuandong.plans.versions import Plans

if TYPE_CHECKING:
    from nuandong.org.models import Unit
    from nuandong.plans.models import Instance

_MANNED: Final = "presence"
FILE: Final = reference.LIBRARY / "work" / "owners.yaml"


class _Owners(reference.Entry):
    subjects: dict[str, UnitKind]
    levels: dict[str, UnitKind]


@cache
def rules() -> _Owners:
    """Which kind of unit answers. Raises Invalid for a level that does not exist."""
    found = reference.read(FILE, _Owners)
    if found.levels.keys() - {level.name.lower() for level in Level}:
        raise reference.broken(FILE, "levels")
    return found


def owner_of(
    region: int, units: Sequence["Unit"], *, family: str = "", about_subject: bool = False, words: str = ""
) -> "Unit | None":
    """The unit out of `units` that answers for a duty in `region` (12-digit code); None where no unit works there.

    `about_subject`: the duty is about one person, clue or post; `words` is what the plan calls whoever does it.
    """
    around = sorted((unit for unit in units if contains(unit.region, region)), key=_narrowness, reverse=True)
    if words and (named := next((unit for unit in around if words in unit.name), None)):
        return named
    kinds = [rules().subjects.get(family)] if about_subject else []
    kinds += [
        rules().levels.get(level.name.lower()) for level in sorted(Level, reverse=True) if level <= level_of(region)
    ]
    for kind in filter(None, kinds):
        if found := next((unit for unit in around if unit.kind == kind), None):
            return found
    return around[0] if around else None


def owner_of_instance(row: "Instance", units: Sequence["Unit"]) -> "Unit | None":
    """The unit that answers for a duty of a plan where an instance of it stands; its version was read along."""
    duty = row.obligation
    group = Plans()[duty.version.hash].organisation.groups.get(duty.responsible) if duty.responsible else None
    return owner_of(
        row.region,
        units,
        family=duty.version.family,
        about_subject=row.subject is not None or row.kind == _MANNED,
        words=group.title if group else "",
    )


def over(unit: "Unit", units: Sequence["Unit"]) -> "Unit":
    """The unit that looks after what another one does: the nearest authority around it; itself at the top."""
    around = sorted((one for one in units if contains(one.region, unit.region)), key=_narrowness, reverse=True)
    return next((one for one in around if one.kind == UnitKind.BUREAU and one.id != unit.id), unit)


def _narrowness(unit: "Unit") -> tuple[int, str]:
    return level_of(unit.region), str(unit.id)
