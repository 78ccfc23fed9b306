# ruff: noqa: PLC0415 - a program for the terminal that sets Django up before importing
"""What drafts of plan documents hold: `python -m bench.drafting --sources FOLDER`.

Drafts a plan file of every plan in FOLDER, loads it and checks its calendar, and compares its duties with the plan file
that was written by hand of the same text (`library/plans`): by event and kind of work, not by number. FOLDER holds the
text files the library was made from, named after their numbers (`000….txt`); they are not part of this project.
"""

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

SEASON = 2026


@dataclass(slots=True)
class Sum:
    """Counts over all texts. A doubtful duty is work that the text orders without a number."""

    texts: int = 0
    with_duty: int = 0
    loaded: int = 0
    contradictions: int = 0
    sure: int = 0
    drafted: int = 0
    tasks: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    doubtful_right: int = 0
    others: int = 0
    others_right: int = 0
    met: int = 0
    by_hand: int = 0


def asked(duty: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """What a duty looks at: pairs of an event and a kind of work, or of a post."""
    if duty["kind"] == "presence":
        return frozenset({("presence", str(duty.get("post") or duty.get("team")))})
    works = (duty.get("where") or {}).get("work", "")
    return frozenset((str(duty["event"]), str(work)) for work in (works if isinstance(works, list) else [works]))


def by_hand() -> dict[str, set[tuple[str, str]]]:
    """Per text what the duties of the plan files in the library look at."""
    from nuandong.plans.loader import load
    from nuandong.plans.vocabulary import LIBRARY, vocabulary

    found = defaultdict[str, set[tuple[str, str]]](set)
    for path in sorted(LIBRARY.glob("*/*.yaml")):
        plan = load(path.read_bytes(), str(path), vocabulary()).plan
        for duty in plan.obligations:
            for text in plan.sources:
                found[text] |= asked(duty.model_dump(mode="json"))
    return found


def texts(folder: Path) -> Iterator[tuple[str, Any]]:
    """The code and the findings of every plan."""
    from nuandong.plans.importing.draft_works import find_all
    from nuandong.plans.importing.reading import read_document

    for path in sorted(folder.glob("*.txt")):
        for number, found in enumerate(find_all(read_document(path.read_bytes(), path.name)), 1):
            if found.plan.paragraphs:
                yield f"{path.name[:3]}#{number}", found


def counted(plans: Iterable[tuple[str, Any]]) -> Sum:
    from nuandong.geo.kinds import KEY_LOCATIONS
    from nuandong.plans.calendar_check import check
    from nuandong.plans.importing.drafting import draft, written
    from nuandong.plans.loader import load
    from nuandong.plans.problems import PlanFileError
    from nuandong.plans.vocabulary import calendar, vocabulary

    result, known, places = Sum(), by_hand(), [str(kind) for kind in KEY_LOCATIONS]
    for text, found in plans:
        made, left = written(found, source=text, places=places)
        _add(result, made, known[text])
        sure = [place for place, one in enumerate(found.findings) if one.sure]
        result.sure += len(sure)
        result.drafted += len(set(sure) - set(left))
        try:
            plan = load(draft(found, source=text, name="draft", places=places).encode(), text, vocabulary()).plan
        except PlanFileError:
            continue
        result.loaded += 1
        result.contradictions += len(check(plan, SEASON, calendar()).contradictions)
    return result


def _add(result: Sum, made: Any, known: set[tuple[str, str]]) -> None:
    result.texts += 1
    result.with_duty += bool(made.duties)
    result.tasks += sum(len(phase.get("tasks", ())) for phase in made.lists["phases"])
    seen = set[tuple[str, str]]()
    for duty in made.duties:
        result.kinds[duty["kind"]] += 1
        right = bool(asked(duty) & known)
        if "存疑" in duty.get("note", ""):
            result.doubtful += 1
            result.doubtful_right += right
        else:
            result.others += 1
            result.others_right += right
        seen |= asked(duty)
    result.met += len(seen & known)
    result.by_hand += len(known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder with the text files of the plans")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
    django.setup()
    found = counted(texts(parser.parse_args().sources))
    print(f"texts {found.texts}, drafts with a duty {found.with_duty}, that load {found.loaded}, ", end="")
    print(f"contradictions of their dates {found.contradictions}")
    print(f"sure findings that stand in the draft {found.drafted} of {found.sure}; tasks {found.tasks}")
    print("duties " + ", ".join(f"{kind} {number}" for kind, number in found.kinds.most_common()))
    print("looking at what the plan file written by hand of the same text looks at:", end=" ")
    print(f"{found.others_right} of {found.others}, of the doubtful ones {found.doubtful_right} of {found.doubtful}")
    print(f"what the plan files written by hand look at, found in a draft: {found.met} of {found.by_hand}")


if __name__ == "__main__":
    main()
