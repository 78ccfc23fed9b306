"""How much of a plan the import finds: `python -m bench.importing --sources FOLDER [--misses]`.

Compares the findings with the hand-made answer keys of `bench/import_keys` and prints recall and precision per kind
and per plan. FOLDER holds the text files the keys were made from; they are not part of this project.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.answer_keys import KINDS, Entry, Key, Value, number, read_keys
from bench.answer_scores import Found, Score, score, together
from nuandong.plans.importing.finding import find
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.fragments import FEASTS
from nuandong.plans.importing.reading import read_document

GOALS = {"recall": Decimal("0.9"), "precision": Decimal("0.95")}
# What the importer calls otherwise than the keys; kinds that are in neither table have no place in the keys.
KIND_NAMES = {"window": "duration", "percentage": "amount", "duty": "duration"}
UNIT_NAMES = {"bed": "quilts", "set": "suits", "suit": "suits", "person": "persons", "household": "households"}
PERIOD_NAMES = {"per night": "day"}
BOUND_NAMES = {"within": "at_most", "by": "", "on": "exact", "exactly": "exact", "more_than": "at_least"}
DAY_NAMES = {code: name for name, code in FEASTS.items() if not name.endswith("期")} | {"year-end": "12"}


def in_terms_of_keys(finding: Finding) -> Iterator[Found]:
    kind = KIND_NAMES.get(finding.kind, finding.kind)
    if kind not in KINDS or (finding.kind == "duty" and finding.unit != "24h"):
        return
    if finding.kind == "deadline" and str(finding.unit).startswith("every "):
        return  # the keys count a day that comes back with its report
    value, unit, per = TERMS[finding.kind](finding)
    detail = finding.detail
    yield Found(
        paragraph=finding.paragraph,
        kind=kind,
        value=value,
        unit=unit,
        per=per,
        bound="range" if "up_to" in detail else BOUND_NAMES.get(detail.get("bound", ""), detail.get("bound", "exact")),
        clock=str(detail.get("clock") or detail.get("hours") or ""),
        sure=finding.sure,
        said=finding.text,
    )


def plain(finding: Finding) -> tuple[Value, str, str]:
    detail: Mapping[str, Any] = finding.detail
    value = number(finding.value)
    unit = "/".join(
        (UNIT_NAMES.get(str(finding.unit), str(finding.unit)),)
        + ((finding.scope,) if finding.kind == "amount" and finding.scope not in (None, "total") else ())
    )
    return ((value, number(detail["up_to"])) if "up_to" in detail else value), unit, ""


def frequency(finding: Finding) -> tuple[Value, str, str]:
    value, _unit, _per = plain(finding)
    return value, "", PERIOD_NAMES.get(str(finding.unit), str(finding.unit).removeprefix("per "))


def window(finding: Finding) -> tuple[Value, str, str]:
    return (day(finding.value["from"]), day(finding.value["to"])), "dates", ""


def deadline(finding: Finding) -> tuple[Value, str, str]:
    return day(finding.value), "", ""


def report(finding: Finding) -> tuple[Value, str, str]:
    detail = finding.detail
    single = "event" if detail.get("rhythm") == "at once" else "once" if "cut_off" in detail else "unstated"
    return finding.unit or single, "", ""


def categories(finding: Finding) -> tuple[Value, str, str]:
    return tuple(finding.detail["words"]), "", ""


def duty(_finding: Finding) -> tuple[Value, str, str]:
    return Decimal(24), "hours", ""


TERMS = {
    "frequency": frequency,
    "duration": plain,
    "amount": plain,
    "percentage": plain,
    "window": window,
    "deadline": deadline,
    "report": report,
    "categories": categories,
    "duty": duty,
}


def day(value: object) -> str:
    """A day as the keys write it: without its year, `unknown` where the month is masked."""
    text = str(value or "unknown")
    if text in DAY_NAMES or text == "now":
        return DAY_NAMES.get(text, text)
    parts = text.removesuffix("-end").removesuffix("-start").split("-")
    if len(parts[0]) == 4 or parts[0] == "unknown":
        parts = parts[1:]
    return "-".join(parts) if parts and "unknown" not in parts else "unknown"


def percent(part: Decimal | None) -> str:
    return "–" if part is None else f"{part * 100:.1f}"


def line(name: str, result: Score) -> str:
    counts = f"{len(result.hits):>6}{len(result.missed):>8}{len(result.wrong):>8}"
    shares = "".join(f"{percent(part):>11}" for part in (result.recall(), result.precision(), result.complete()))
    return f"{name:<22}{counts}{shares}"


def table(title: str, rows: Iterable[tuple[str, Score]]) -> None:
    print(f"\n{title:<22}{'hits':>6}{'missed':>8}{'wrong':>8}{'recall %':>11}{'precision %':>11}{'complete %':>11}")
    for name, result in rows:
        print(line(name, result))


def misses(plans: Mapping[str, Score]) -> None:
    for name, result in plans.items():
        print(f"\n{name}")
        for entry in result.missed:
            print(f"  missed ¶{entry.paragraph:<3} {entry.kind:<11} {said(entry)}")
        for found in result.wrong:
            print(f"  wrong  ¶{found.paragraph:<3} {found.kind:<11} {said(found)}  {found.said}")


def said(fact: Entry | Found) -> str:
    value = "–".join(str(part) for part in fact.value) if isinstance(fact.value, tuple) else str(fact.value)
    return " ".join(part for part in (fact.bound, value, fact.unit, fact.per, fact.clock) if part)


def measured(keys: Iterable[Key], folder: Path) -> dict[str, Score]:
    """Scores per plan. Pages are read whole, with the plans that stand on them in their order."""
    plans, pages = {}, {}
    for key in keys:
        file, place = key.text.split("#")
        path = next(iter(sorted(folder.glob(f"{file}*.txt"))), None)
        if path is None:
            print(f"{key.text}: left out, no {file}*.txt in {folder}")
            continue
        if file not in pages:
            pages[file] = find(read_document(path.read_bytes(), path.name))
        plan = next(iter(pages[file][int(place) - 1 : int(place)]), None)
        if plan is None or plan.plan.size != key.paragraphs:
            print(f"{key.text}: read as {plan.plan.size if plan else 0} paragraphs, the key counts {key.paragraphs}")
        findings = plan.findings if plan else ()
        plans[key.text] = score(key.entries, [found for one in findings for found in in_terms_of_keys(one)])
    return plans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="folder with the text files of the plans")
    parser.add_argument("--misses", action="store_true", help="list every miss and every error")
    chosen = parser.parse_args()
    keys = list(read_keys())
    if chosen.sources is None or not chosen.sources.is_dir():
        entries = sum(1 for key in keys for entry in key.entries if not entry.optional)
        print(f"Import of plan documents: not measured. {entries} entries of {len(keys)} plans are left out, because")
        print("their texts are not part of this project: --sources FOLDER (make bench SOURCES=FOLDER).")
        return
    plans = measured(keys, chosen.sources)
    whole = together(plans.values())
    table("kind", [*((kind, whole.of_kind(kind)) for kind in KINDS), ("all", whole)])
    table("plan", plans.items())
    print(f"\nGoals: recall {percent(GOALS['recall'])} %, precision {percent(GOALS['precision'])} %.", end=" ")
    print("Complete: hits whose bound and clock are right too.")
    if chosen.misses:
        misses(plans)


if __name__ == "__main__":
    main()
