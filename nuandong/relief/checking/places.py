"""The villages a ledger may name, found by name, by code, by the name of the sheet or inside an address. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from nuandong.geo.codes import Level, contains, level_of
from nuandong.kernel.text import halfwidth

_TAIL: Final = re.compile(r"(?<=村)村?(民委员会|委会|委)$|(?:居民)?委员会$|居委会$|居委$")
_SHORTEST: Final = 2


@dataclass(slots=True)
class Places:
    """The divisions under `region` (12-digit code), its own included."""

    region: int
    names: Mapping[int, str]
    _by_name: dict[str, list[int]] = field(init=False, default_factory=dict)
    _inside: re.Pattern[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        for code, name in self.names.items():
            for one in {plain(name), short(name), short(name).removesuffix("村"), short(name).removesuffix("社区")}:
                if len(one) >= _SHORTEST or one == plain(name):
                    self._by_name.setdefault(one, []).append(code)
        # Names with their "village" only: a bare word would be found in the name of a road.
        villages = {short(name) for code, name in self.names.items() if code % 1000}
        told = sorted((one for one in villages if len(one) > _SHORTEST or one.endswith("村")), key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, told))) if told else None

    @property
    def wide(self) -> bool:
        """Whether the region is too wide for a household to belong to."""
        return level_of(self.region) < Level.TOWNSHIP

    def named(self, text: str) -> tuple[int | None, str]:
        """The division of a cell, or why there is none."""
        said = plain(text)
        if said.isdigit() and len(said) == 12:
            code = int(said)
            known = contains(self.region, code) and (code in self.names or code == self.region)
            return (code, "") if known else (None, "region_unknown")
        found = self._by_name.get(said) or self._by_name.get(short(said)) or []
        if len(found) == 1:
            return found[0], ""
        return None, "region_ambiguous" if found else "region_unknown"

    def within(self, address: str) -> int | None:
        """The village that an address names; None where none or more than one bears that name."""
        if self._inside is None or not (found := self._inside.search(address)):
            return None
        codes = self._by_name.get(found[0], [])
        return codes[0] if len(codes) == 1 else None


def plain(text: str) -> str:
    return "".join(halfwidth(text).split())


def short(name: str) -> str:
    """The name of a village without its committee: 河滨村民委员会 → 河滨村."""
    return _TAIL.sub("", plain(name))
