"""Sums of a standard against each other: a floor that lies above a cap, and for which household it does so first."""

from collections.abc import Iterable, Iterator
from typing import Final

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.calendar_check.findings import Finding, Level, Said
from nuandong.policy.schema import Rule, Standard

LARGEST_HOUSEHOLD: Final = 10
"""Larger households are left alone: a floor by heads passes every cap some day."""


def findings(standards: Iterable[Standard]) -> Iterator[Finding]:
    """One finding for every cap that a floor passes, at the smallest household at which it does."""
    for standard in standards:
        for cap in standard.rules:
            if cap.cap is not None and cap.per in {"person", "household"}:
                yield from _passed(cap, standard)


def _passed(cap: Rule, standard: Standard) -> Iterator[Finding]:
    floors = [rule for rule in standard.rules if _binds_with(rule, cap)]
    for size in range(1, LARGEST_HOUSEHOLD + 1):
        most = _for(cap, cap.cap, size)
        floor = max(floors, key=lambda rule: _for(rule, rule.floor, size), default=None)
        if floor is None:
            return
        least = _for(floor, floor.floor, size)
        if least > most:
            yield _finding(floor, cap, standard, size, least, most)
            return


def _binds_with(floor: Rule, cap: Rule) -> bool:
    """Whether a floor holds for everybody that the cap holds for, of the same need and unit."""
    same = (floor.need, floor.unit) == (cap.need, cap.unit)
    return (
        same and floor.floor is not None and floor.per in {"person", "household"} and floor.group in {None, cap.group}
    )


def _for(rule: Rule, amount: int | None, size: int) -> int:
    return (amount or 0) * (size if rule.per == "person" else 1)


def _finding(floor: Rule, cap: Rule, standard: Standard, size: int, least: int, most: int) -> Finding:
    params = {
        "standard": standard.title,
        "floor": floor.title,
        "cap": cap.title,
        "size": size,
        "least": least,
        "most": most,
        "over": least - most,
        "each": most // size,
    }
    message = (
        _("%(size)d 口之家按“%(floor)s”至少 %(least)s，按“%(cap)s”最多 %(most)s，超出 %(over)s（家庭再大超得更多）。")
        if floor.per == "person"
        else _("%(size)d 口之家按“%(floor)s”至少 %(least)s，按“%(cap)s”最多 %(most)s，超出 %(over)s。")
    )
    proposals = [Said(_("“%(cap)s”的上限至少 %(least)s"), params)]
    if floor.per == "person":
        proposals.append(Said(_("或者“%(floor)s”对 %(size)d 口之家最多每人 %(each)s"), params))
    return Finding(
        Level.CONTRADICTION,
        "floor_above_cap",
        Said(message, params),
        tuple(dict.fromkeys((floor.source, cap.source))),
        ("standards",),
        least - most,
        "fen",
        tuple(proposals),
    )
