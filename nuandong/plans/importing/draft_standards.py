"""Which standards of the library the amounts of a draft repeat: such amounts are better named than written again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nuandong.policy.editions import newest
from nuandong.policy.library import standards
from nuandong.policy.schema import Rule, Standard

Entry = dict[str, Any]
_FEWEST: Final = 2
"""One sum that agrees says little: 500 yuan for a household are in many standards."""
_VALUES: Final = ("unit", "per", "exact", "at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A standard, and its rules with the entries of the draft that say the same."""

    standard: Standard
    pairs: tuple[tuple[Rule, Entry], ...]

    @property
    def whole(self) -> bool:
        """Whether the draft says every rule of the standard."""
        return len(self.pairs) == len(self.standard.rules)


def repeated(amounts: Sequence[Entry]) -> tuple[Repeated, ...]:
    """The standards of which the amounts say all rules, or at least two; those first of which they say most."""
    found = [Repeated(one, tuple(_pairs(one, amounts))) for one in map(newest, standards().values())]
    telling = [one for one in found if one.whole or len(one.pairs) >= _FEWEST]
    return tuple(sorted(telling, key=lambda one: (-len(one.pairs), one.standard.standard)))


def named_instead(amounts: Sequence[Entry]) -> tuple[list[str], list[Entry]]:
    """The codes of standards to name, and the amounts that are left for the plan's own."""
    codes: list[str] = []
    left = list(amounts)
    for one in repeated(left):
        if one.whole and len(one.pairs) >= _FEWEST and all(entry in left for _rule, entry in one.pairs):
            codes.append(one.standard.standard)
            left = [entry for entry in left if all(entry is not said for _rule, said in one.pairs)]
    return codes, left


def remarks(amounts: Sequence[Entry]) -> Iterator[str]:
    """A line for each standard of which the plan's own amounts say a part."""
    for one in repeated(amounts):
        where = "、".join(f"{entry['id']}（{rule.title}）" for rule, entry in one.pairs)
        yield f"# {where} 与标准 {one.standard.standard} 数额相同：{one.standard.title}\n"


def _pairs(standard: Standard, amounts: Sequence[Entry]) -> Iterator[tuple[Rule, Entry]]:
    """Rules with the first entry of the same value, unit and measure; no entry stands for two."""
    left = list(amounts)
    for rule in standard.rules:
        same = next((one for one in left if _says(one, rule)), None)
        if same is not None:
            left.remove(same)
            yield rule, same


def _says(entry: Entry, rule: Rule) -> bool:
    """Whether an amount is that of a rule; months that the document does not name may be the rule's."""
    months = entry.get("months")
    return all(entry.get(key) == getattr(rule, key) for key in _VALUES) and (
        months is None or tuple(months) == rule.months
    )
