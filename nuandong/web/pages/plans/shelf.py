"""The texts of plans: the files of the library and the stored versions, by plan and by hash."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from nuandong.duty.kinds import TeamKind
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import selectors
from nuandong.plans.agreement import Vocabulary
from nuandong.plans.loader import LoadedPlan, load
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema import Plan
from nuandong.plans.versions import Plans
from nuandong.plans.vocabulary import LIBRARY, vocabulary

MOST: Final = 500
"""Stored plans that the list shows at most."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a plan; `stored` is the row it is kept in, if it is kept already."""

    plan: Plan
    hash: str
    from_library: bool
    stored: UUID | None = None


def words() -> Vocabulary:
    """What a plan file may speak of here."""
    return vocabulary(teams=TeamKind.values)


def library() -> Iterator[LoadedPlan | PlanFileError]:
    """The files of the library, each checked; one with mistakes comes as its mistakes."""
    for path in sorted(LIBRARY.glob("*/*.yaml")):
        yield _read(path, path.stat().st_mtime_ns)


def texts() -> tuple[list[Text], list[PlanFileError]]:
    """The newest text of every plan, that of the library first; and the files of the library that have mistakes."""
    found: dict[str, Text] = {}
    wrong = []
    stored = selectors.plans_titled("", limit=MOST)
    for read in library():
        if isinstance(read, LoadedPlan):
            found[read.plan.plan] = Text(read.plan, read.hash, from_library=True)
        else:
            wrong.append(read)
    plans = Plans()
    for row in stored:
        if row.plan not in found:
            found[row.plan] = Text(plans[row.hash], row.hash, from_library=False, stored=row.id)
    return [found[name] for name in sorted(found)], wrong


def text_of(plan_id: str, plan_hash: str | None) -> Text:
    """The text of a plan with a hash, or the one that would be put in force now. Raises NotFound."""
    listed = _of_library(plan_id)
    rows = selectors.plan_versions(plan_id)
    by_hash = {row.hash: row.id for row in rows}
    if listed is not None and plan_hash in {None, listed.hash}:
        return Text(listed.plan, listed.hash, from_library=True, stored=by_hash.get(listed.hash))
    wanted = plan_hash or (rows[0].hash if rows else None)
    if wanted is None or wanted not in by_hash:
        raise NotFound("plans.no_plan", _("没有这份方案。"), _("请回到方案列表重新选择。"))
    return Text(Plans()[wanted], wanted, from_library=False, stored=by_hash[wanted])


def loaded(text: Text) -> LoadedPlan:
    """The text with its file, as it is put in force and as it is downloaded."""
    if text.from_library and (listed := _of_library(text.plan.plan)) is not None:
        return listed
    row = selectors.version_of(text.hash)
    return LoadedPlan(text.plan, row.text, row.hash)


def _of_library(plan_id: str) -> LoadedPlan | None:
    found = (read for read in library() if isinstance(read, LoadedPlan) and read.plan.plan == plan_id)
    return next(found, None)


@lru_cache(maxsize=200)
def _read(path: Path, changed_at: int) -> LoadedPlan | PlanFileError:
    """A file of the library as it was at `changed_at` (nanoseconds)."""
    try:
        return load(path.read_bytes(), f"{path.parent.name}/{path.name}", words())
    except PlanFileError as error:
        return error
