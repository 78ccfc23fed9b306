"""A budget over townships, villages and households: the list of needs read, the shares, and each share explained."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.policy import problems
from nuandong.policy.allocation import Claim, apportion, paid_in_full
from nuandong.policy.problems import RowProblem, column_missing

Translate = Callable[[str], str]
Given = Mapping[str, object]
Place = tuple[str, str]
"""Township and village; ("…", "") is the township itself."""
Bound = tuple[int, int | None]
"""The least and the most a place gets, in fen; None: no bound above."""

MAX_FEN: Final = 10**13
MAX_CLASSES: Final = 20
PAID, PART, UNFUNDED = "paid", "part", "unfunded"
COLUMNS: Final = {
    "township": gettext_noop("乡镇"),
    "village": gettext_noop("村（社区）"),
    "household": gettext_noop("户编号；没有这一列的，每村一行"),
    "need_fen": gettext_noop("需要多少（分）"),
    "priority": gettext_noop("优先第几类，1 最先；没有这一列的，都是第 1 类"),
    "floor_fen": gettext_noop("最少给多少（分），可以空着"),
    "ceiling_fen": gettext_noop("最多给多少（分），可以空着"),
}
"""What a list of needs may have, and what each column says."""
NEEDED: Final = ("township", "village", "need_fen")
BOUNDS: Final = ("township", "village", "floor_fen", "ceiling_fen")
"""What a list of bounds may have; the township alone is needed."""
_WHOLE: Final = re.compile("[0-9]{1,13}")


@dataclass(frozen=True, slots=True)
class Need:
    """One row: a household's need, or that of a whole village. Money in fen."""

    row: int
    place: Place
    household: str
    need: int
    priority: int = 1
    floor: int = 0
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a township, a village or a household gets; `left` is what a village has that pays nobody behind in full."""

    level: str
    place: Place
    household: str
    priority: int
    need: int
    share: int
    left: int
    status: str
    said: tuple[tuple[str, Mapping[str, object]], ...]

    def words(self, _: Translate = gettext_noop) -> str:
        return said_words(self.said, _)


@dataclass(slots=True)
class Shared:
    """All shares, townships first, each with its villages and their households in the order of payment."""

    budget: int
    shares: list[Share] = field(default_factory=list)

    @property
    def given(self) -> int:
        """What reaches households; villages where there are no households in the list."""
        return sum(one.share for one in self.shares if one.level == self._last)

    @property
    def need(self) -> int:
        return sum(one.need for one in self.shares if one.level == "township")

    @property
    def left(self) -> int:
        """What is not given to anybody: beyond all needs, or too little for the next household of a village."""
        return self.budget - self.given

    @property
    def unfunded(self) -> list[Share]:
        """The list that goes up: everybody whose need is not met whole."""
        return [one for one in self.shares if one.level == self._last and one.status != PAID]

    @property
    def _last(self) -> str:
        return "household" if any(one.household for one in self.shares) else "village"


def said_words(said: Iterable[Sequence[Any]], _: Translate = gettext_noop) -> str:
    """The sentences of a share, also of one that was kept as JSON: words and figures each."""
    return "".join(_(words) % _shown(figures, _) for words, figures in said)


def read_needs(rows: Iterable[Given], columns: Iterable[str]) -> tuple[list[Need], list[RowProblem]]:
    """The needs of a list with these columns, or what is wrong with it; Invalid where a column is missing."""
    there = _columns(columns, NEEDED)
    by_household = "household" in there
    needs: list[Need] = []
    wrong: list[RowProblem] = []
    seen: set[object] = set()
    for number, given in enumerate(rows, 2):
        cells = _Cells(number, given, wrong)
        place = (cells.text("township"), cells.text("village"))
        household = cells.text("household") if by_household else ""
        need = Need(
            number,
            place,
            household,
            cells.whole("need_fen"),
            cells.whole("priority", 1, MAX_CLASSES) if "priority" in there else 1,
            cells.whole("floor_fen", optional=True) or 0,
            None if cells.empty("ceiling_fen") else cells.whole("ceiling_fen"),
        )
        key = household if by_household else place
        if key in seen:
            wrong.append(RowProblem(number, "household" if by_household else "village", problems.DUPLICATE))
        seen.add(key)
        # A household is paid in full or not at all: there is nothing that it gets at least.
        if need.floor and (by_household or (need.ceiling is not None and need.floor > need.ceiling)):
            wrong.append(RowProblem(number, "floor_fen", problems.OUT_OF_RANGE))
        needs.append(need)
    return needs, wrong


def read_bounds(
    rows: Iterable[Given], columns: Iterable[str], needs: Iterable[Need]
) -> tuple[dict[Place, Bound], list[RowProblem]]:
    """Floors and ceilings of townships (the village left empty) and villages, or what is wrong with the list; Invalid
    where a column is missing."""
    _columns(columns, BOUNDS[:1])
    known = {place for need in needs for place in (need.place, (need.place[0], ""))}
    found: dict[Place, Bound] = {}
    wrong: list[RowProblem] = []
    for number, given in enumerate(rows, 2):
        cells = _Cells(number, given, wrong)
        place = (cells.text("township"), "" if cells.empty("village") else cells.text("village"))
        floor = cells.whole("floor_fen", optional=True)
        ceiling = None if cells.empty("ceiling_fen") else cells.whole("ceiling_fen")
        if place not in known:
            wrong.append(RowProblem(number, "village" if place[1] else "township", problems.UNKNOWN_CODE))
        if place in found:
            wrong.append(RowProblem(number, "village", problems.DUPLICATE))
        if ceiling is not None and floor > ceiling:
            wrong.append(RowProblem(number, "floor_fen", problems.OUT_OF_RANGE))
        found[place] = (floor, ceiling)
    return found, wrong


def _columns(given: Iterable[str], needed: Sequence[str]) -> set[str]:
    there = set(given)
    for name in needed:
        if name not in there:
            raise column_missing(name, COLUMNS[name], needed)
    return there


class _Cells:
    """The cells of one row; what is wrong with them is told to the list."""

    def __init__(self, row: int, given: Given, wrong: list[RowProblem]) -> None:
        self.row = row
        self.given = given
        self.wrong = wrong

    def empty(self, column: str) -> bool:
        return not self._said(column)

    def text(self, column: str) -> str:
        said = self._said(column)
        if not said:
            self.wrong.append(RowProblem(self.row, column, problems.MISSING))
        return said

    def whole(self, column: str, low: int = 0, high: int = MAX_FEN, *, optional: bool = False) -> int:
        said = self._said(column)
        if not said and optional:
            return 0
        if not said or _WHOLE.fullmatch(said) is None:
            self.wrong.append(RowProblem(self.row, column, problems.NOT_WHOLE if said else problems.MISSING))
            return low
        if not low <= int(said) <= high:
            self.wrong.append(RowProblem(self.row, column, problems.OUT_OF_RANGE))
            return low
        return int(said)

    def _said(self, column: str) -> str:
        value = self.given.get(column)
        return "" if value is None else str(value).strip(" ")


def share_out(budget: int, needs: Iterable[Need], bounds: Mapping[Place, Bound] | None = None) -> Shared:
    """The budget in fen over townships, their villages, and households, who are paid in full or not at all.

    Rows without a household are villages, whose share may be a part. More budget never gives anyone less.
    """
    listed = list(needs)
    classes = max((one.priority for one in listed), default=1)
    found = Shared(budget)
    villages: dict[Place, list[Need]] = {}
    for one in listed:
        villages.setdefault(one.place, []).append(one)
    claims = {place: _village_claim(rows, classes, (bounds or {}).get(place)) for place, rows in villages.items()}
    townships: dict[str, list[Place]] = {}
    for place in villages:
        townships.setdefault(place[0], []).append(place)
    upper = {
        name: _township_claim([claims[place] for place in places], (bounds or {}).get((name, "")))
        for name, places in townships.items()
    }
    for name, money in zip(upper, apportion(budget, list(upper.values())), strict=True):
        found.shares.append(_region("township", (name, ""), upper[name], money, 0))
        mine = [claims[place] for place in townships[name]]
        for place, part in zip(townships[name], apportion(money, mine), strict=True):
            found.shares += _village(place, claims[place], part, villages[place])
    return found


def _village_claim(rows: list[Need], classes: int, bounds: Bound | None) -> Claim:
    """The needs of a village by class; of households, what their ceilings leave."""
    needs = [0] * classes
    for row in rows:
        needs[row.priority - 1] += _wanted(row)
    floor, ceiling = bounds or (0, None)
    if not rows[0].household:
        floor, ceiling = max(floor, rows[0].floor), _lower(ceiling, rows[0].ceiling)
    return Claim(tuple(needs), floor, ceiling)


def _township_claim(villages: list[Claim], bounds: Bound | None) -> Claim:
    """What the villages claim together: their floors are the township's, and it can use no more than they can."""
    needs = tuple(map(sum, zip(*(village.needs for village in villages), strict=True)))
    floor, ceiling = bounds or (0, None)
    most = _lower(ceiling, sum(village.most for village in villages))
    return Claim(needs, max(floor, sum(village.least for village in villages)), most)


def _wanted(row: Need) -> int:
    return row.need if not row.household or row.ceiling is None else min(row.need, row.ceiling)


def _lower(one: int | None, other: int | None) -> int | None:
    return min((value for value in (one, other) if value is not None), default=None)


def _village(place: Place, claim: Claim, money: int, rows: list[Need]) -> Iterator[Share]:
    if not rows[0].household:
        yield _region("village", place, claim, money, 0)
        return
    line = sorted(rows, key=lambda row: (row.priority, row.row))
    count = paid_in_full(money, [_wanted(row) for row in line])
    left = money - sum(_wanted(row) for row in line[:count])
    region = _region("village", place, claim, money, left)
    yield replace(region, said=(*region.said, (_HOUSEHOLDS, {"paid": count, "all": len(line)})))
    for number, row in enumerate(line, 1):
        wanted = _wanted(row)
        paid = number <= count
        figures = {"number": number, "class": row.priority, "yuan_need": wanted, "paid": count, "yuan_left": left}
        yield Share(
            "household",
            place,
            row.household,
            row.priority,
            row.need,
            wanted if paid else 0,
            0,
            PAID if paid and wanted == row.need else PART if paid else UNFUNDED,
            ((_HOUSEHOLD_PAID if paid else _HOUSEHOLD_UNFUNDED, figures),),
        )


def _region(level: str, place: Place, claim: Claim, money: int, left: int) -> Share:
    """A region's share with its words: need, what it gets, and how far that goes through the classes."""
    need = sum(claim.needs)
    said: list[tuple[str, Mapping[str, object]]] = [(_REGION, {"yuan_need": need, "yuan_share": money})]
    rest = money
    for number, wanted in enumerate(claim.needs, 1):
        if wanted:
            met = min(wanted, rest)
            rest -= met
            words = _CLASS_FULL if met == wanted else _CLASS_PART if met else _CLASS_NONE
            said.append((words, {"class": number, "yuan_met": met, "yuan_need": wanted}))
    if money == claim.least and claim.floor > 0:
        said.append((_AT_FLOOR, {"yuan_bound": claim.floor}))
    if claim.ceiling is not None and money == claim.ceiling < need:
        said.append((_AT_CEILING, {"yuan_bound": claim.ceiling}))
    if left:
        said.append((_LEFT, {"yuan_left": left}))
    status = PAID if money >= need else PART if money else UNFUNDED
    return Share(level, place, "", 0, need, money, left, status, tuple(said))


_REGION: Final = gettext_noop("需要 %(yuan_need)s，分到 %(yuan_share)s。")
_CLASS_FULL: Final = gettext_noop("优先第 %(class)s 类全额保障 %(yuan_met)s。")
_CLASS_PART: Final = gettext_noop("优先第 %(class)s 类需要 %(yuan_need)s，按各地同样的比例分到 %(yuan_met)s。")
_CLASS_NONE: Final = gettext_noop("优先第 %(class)s 类需要 %(yuan_need)s，资金没有轮到。")
_AT_FLOOR: Final = gettext_noop("这里按最低数额 %(yuan_bound)s。")
_AT_CEILING: Final = gettext_noop("这里按最高数额 %(yuan_bound)s。")
_LEFT: Final = gettext_noop("剩下 %(yuan_left)s，不够下一户全额，留待上级定。")
_HOUSEHOLDS: Final = gettext_noop("%(all)s 户里 %(paid)s 户全额保障。")
_HOUSEHOLD_PAID: Final = gettext_noop("优先第 %(class)s 类，全村第 %(number)s 位：全额 %(yuan_need)s。")
_HOUSEHOLD_UNFUNDED: Final = gettext_noop(
    "优先第 %(class)s 类，全村第 %(number)s 位：前 %(paid)s 户全额保障后剩 %(yuan_left)s，"
    "不够本户的 %(yuan_need)s，列入缺口名单上报。"
)


def _shown(figures: Mapping[str, object], _: Translate) -> dict[str, object]:
    """Figures as they are said: those in fen as yuan."""
    yuan = _("%(yuan)s 元")
    return {
        name: yuan % {"yuan": format_yuan(int(str(figure)))} if name.startswith("yuan_") else figure
        for name, figure in figures.items()
    }
