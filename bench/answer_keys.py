"""Answer keys of `bench/import_keys`: their shape, and reading them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import yaml

KEYS = Path(__file__).resolve().parent / "import_keys"
KINDS = ("frequency", "duration", "deadline", "amount", "categories", "report")
BOUNDS = ("at_least", "at_most", "exact", "range")
RHYTHMS = ("day", "week", "month", "once", "event", "unstated")
TIMES = ("minutes", "hours", "natural days", "working days", "days", "weeks", "months", "years", "dates")
ALLOWED = {
    "paragraph", "starts", "kind", "value", "unit", "per", "bound", "of", "condition", "clock", "weekday", "to",
    "about", "strength", "optional",
}  # fmt: skip
DAY = re.compile(r"(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?")
CLOCK = re.compile(r"\d\d:\d\d(?:-\d\d:\d\d)?")

Value: TypeAlias = Decimal | str | tuple[Decimal, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a plan. `starts` is the paragraph in which its sentence began."""

    paragraph: int
    starts: int
    kind: str
    value: Value
    unit: str
    per: str
    bound: str
    clock: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Key:
    """The facts of one plan: `text` is its place in the sources, plan and file, such as `000#1`."""

    text: str
    paragraphs: int
    entries: tuple[Entry, ...]


def number(raw: object) -> Decimal:
    return Decimal(str(raw))


def value_of(kind: str, unit: str, raw: object) -> Value:
    if kind in ("deadline", "report"):
        return str(raw)
    if kind == "categories" or unit == "dates":
        assert isinstance(raw, Sequence)
        return tuple(str(item) for item in raw)
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return tuple(number(item) for item in raw)
    return number(raw)


def read_entry(raw: Mapping[str, object]) -> Entry:
    kind, unit, paragraph = str(raw["kind"]), str(raw.get("unit", "")), int(str(raw["paragraph"]))
    return Entry(
        paragraph=paragraph,
        starts=int(str(raw.get("starts", paragraph))),
        kind=kind,
        value=value_of(kind, unit, raw["value"]),
        unit=unit,
        per=str(raw.get("per", "")),
        bound=str(raw.get("bound", "")),
        clock=str(raw.get("clock", "")),
        optional=bool(raw.get("optional", False)),
    )


def read_keys(folder: Path = KEYS) -> Iterator[Key]:
    for path in sorted(folder.glob("*.yaml")):
        raw = yaml.safe_load(path.read_text())
        yield Key(raw["text"], raw["paragraphs"], tuple(read_entry(entry) for entry in raw["entries"]))


def complaints(raw: Mapping[str, object], paragraphs: int) -> Iterator[str]:
    """What is wrong with the shape of an entry as written."""
    kind, unit, value = raw.get("kind"), str(raw.get("unit", "")), raw.get("value")
    if kind not in KINDS:
        yield f"kind {kind}"
    if strange := set(raw) - ALLOWED:
        yield f"fields {strange}"
    if not 1 <= int(str(raw.get("starts", raw["paragraph"]))) <= int(str(raw["paragraph"])) <= paragraphs:
        yield "paragraph outside the plan"
    if "bound" in raw and raw["bound"] not in BOUNDS:
        yield f"bound {raw['bound']}"
    if "clock" in raw and not CLOCK.fullmatch(str(raw["clock"])):
        yield f"clock {raw['clock']}"
    if kind == "frequency" and raw.get("per") not in ("day", "week", "month"):
        yield "frequency without a period"
    if kind == "duration" and unit not in TIMES:
        yield f"duration in {unit}"
    if kind == "amount" and not unit:
        yield "amount without a unit"
    if kind == "report" and value not in RHYTHMS:
        yield f"rhythm {value}"
    if kind == "categories" and raw.get("of") not in ("groups", "places", "departments", "others"):
        yield "categories of nothing"
    if raw.get("of") == "others" and not raw.get("optional"):
        yield "other lists are always optional"
    if (unit == "dates" or raw.get("bound") == "range") and not (isinstance(value, list) and len(value) == 2):
        yield "two ends are needed"
    if unit == "dates" and isinstance(value, list):
        yield from (f"date {end}" for end in value if end not in ("now", "unknown") and not DAY.fullmatch(str(end)))
