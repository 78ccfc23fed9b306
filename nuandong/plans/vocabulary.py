"""What plans may speak of, taken from what the modules registered: event kinds and payload fields, warnings, places."""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from nuandong.alerts.catalogue import catalogue
from nuandong.geo.kinds import KEY_LOCATIONS
from nuandong.journal import api as journal
from nuandong.kernel.calendar import WorkCalendar
from nuandong.plans.agreement import Vocabulary
from nuandong.plans.bans import bans
from nuandong.policy.library import standards

ROOT: Final = Path(__file__).resolve().parents[2]
LIBRARY: Final = ROOT / "library" / "plans"
ANY: Final[frozenset[object]] = frozenset()


def vocabulary(*, teams: Iterable[str] = (), posts: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary of the running system; kinds of teams and posts come from the caller: they belong above plans."""
    kinds = journal.registered().items()
    return Vocabulary(
        events={kind: fields(payload) for kind, payload in kinds},
        warnings=frozenset(catalogue().events),
        standards=frozenset(standards()),
        places=frozenset(str(kind) for kind in KEY_LOCATIONS),
        posts=frozenset(posts),
        teams=frozenset(teams),
        checks=frozenset(bans()),
    )


def fields(payload: type[journal.Payload]) -> Mapping[str, frozenset[object]]:
    """The fields of a payload as they stand in the journal, with the values each can have."""
    return {
        info.serialization_alias or info.alias or name: values(info.annotation)
        for name, info in payload.model_fields.items()
    }


def values(annotation: Any) -> frozenset[object]:
    """The values of a closed type (bool, Enum, Literal, lists and unions of them); empty where any value can stand."""
    origin = get_origin(annotation)
    if origin is Literal:
        return frozenset(get_args(annotation))
    if origin in {Union, UnionType}:
        parts = [values(part) for part in get_args(annotation) if part is not type(None)]
        return frozenset().union(*parts) if all(parts) else ANY
    if origin in {list, tuple, set, frozenset}:
        return values(get_args(annotation)[0])
    if annotation is bool:
        return frozenset({True, False})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return frozenset(member.value for member in annotation)
    return ANY


@cache
def calendar() -> WorkCalendar:
    """The holiday calendar; years without a notice yet are counted by their weekends."""
    return WorkCalendar.load(ROOT / "library" / "calendar", assume_weekends=True)
