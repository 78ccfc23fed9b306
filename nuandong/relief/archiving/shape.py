"""What an archive is made of."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from nuandong.relief.models import Season

Row = tuple[str, ...]
Lack = tuple[str, str]
"""What is missing: its code, and of what (a name or a number; empty where the code says it all)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the archive by its path in it; `about` says what it is."""

    name: str
    about: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: what there is to say in a table, its files, and what it lacks."""

    title: str
    heads: Row = ()
    widths: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()
    files: tuple[Held, ...] = ()
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of one village and season."""

    season: Season
    region: int
    place: str
    parts: tuple[Part, ...] = field(default=())

    @property
    def files(self) -> list[Held]:
        return [one for part in self.parts for one in part.files]

    @property
    def lacks(self) -> list[Lack]:
        return [one for part in self.parts for one in part.lacks]

    @property
    def digest(self) -> str:
        """SHA-256 over its tables, the names and sums of its files and what it lacks: no time, no maker."""
        said = [[part.title, *map(list, part.rows)] for part in self.parts]
        told = [said, [[one.name, one.digest] for one in self.files], [list(one) for one in self.lacks]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


Index = Callable[[Contents, int], bytes]
"""Sets the index page (PDF) of contents and their version."""
