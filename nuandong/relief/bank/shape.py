"""What files of library/bank may say: the columns of a bank's payment file and of its answer, in their order."""

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from nuandong.kernel.reference import Entry, Title
from nuandong.kernel.text import gettext_noop as _

LayoutCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Of = Literal[
    "serial", "amount", "account", "head_name", "head_id_no", "bank", "region", "place", "size", "persons", "category",
    "fund", "season", "batch", "remark", "phone", "blank",
]  # fmt: skip
"""What a payment tells; `blank` is a column that stays empty, such as one for a stamp."""
OfAnswer = Literal["outcome", "bank_code", "bank_words", "at"]
OfFile = Literal["mark", "count", "total"]
"""Of a first or last record: the sign that tells records apart, how many payments follow, their sum."""
NUMBERS: Final = frozenset({"serial", "amount", "size", "persons", "count", "total"})
DIGITS: Final = NUMBERS | {"account", "head_id_no", "phone", "region"}
"""What a spreadsheet would spoil by taking it for a number."""
MONEY: Final = frozenset({"amount", "total"})
NEEDED: Final = frozenset({"serial", "amount", "account", "head_name"})
ANSWERED: Final = frozenset({"serial", "amount", "outcome"})
SAMPLE: Final = {"region": "520102000000", "season": "2026", "batch": "1", "bank": "x", "part": "1"}


class Column(Entry):
    """One column. `width`: bytes of the encoding, padded to; `most`: bytes at most where nothing is padded."""

    field: Of | OfAnswer | OfFile
    title: Title | None = None
    width: Annotated[int, Field(ge=1, le=500)] | None = None
    most: Annotated[int, Field(ge=1, le=500)] | None = None
    pad: Literal["before", "after"] = "after"
    fill: Literal[" ", "0"] = " "
    says: Words | None = None
    """What always stands there; for `mark` alone."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.field == "mark") != (self.says is not None):
            raise ValueError(_("mark 要写明 says，其他的不写。"))
        if self.fill == "0" and (self.pad != "before" or self.field not in NUMBERS):
            raise ValueError(_("只有数字可以在前面补 0。"))
        return self


class Table(Entry):
    """A file: how its bytes are made, its columns, and the records before and after them."""

    kind: Literal["xlsx", "csv", "fixed"]
    encoding: Literal["gb18030", "utf-8", "utf-8-bom"] = "utf-8"
    newline: Literal["crlf", "lf"] = "crlf"
    unit: Literal["yuan", "fen"] = "yuan"
    """Of amounts: yuan with two decimals, or whole fen."""
    as_text: bool = True
    """Whether a spreadsheet keeps every digit: text cells, and in .csv a tab behind long numbers."""
    totals: bool = False
    """A last row with how many payments there are and their sum."""
    columns: Annotated[tuple[Column, ...], Field(min_length=3)]
    lead: tuple[Column, ...] = ()
    tail: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        every = (*self.columns, *self.lead, *self.tail)
        fixed = self.kind == "fixed"
        if any((one.width is None) == fixed for one in every):
            raise ValueError(_("定长文件的每一栏都要写 width，其他文件不写。"))
        if not fixed and (self.lead or self.tail or any(one.title is None for one in self.columns)):
            raise ValueError(_("表格的每一栏都要有 title，首尾记录只用于定长文件。"))
        if fixed and self.totals:
            raise ValueError(_("定长文件的合计写在首尾记录里。"))
        if (self.lead or self.tail) and any(
            record[:1] and record[0].field != "mark" for record in (self.columns, self.lead, self.tail)
        ):
            raise ValueError(_("有首尾记录的，每种记录的第一栏要是 mark。"))
        for record in (self.columns, self.lead, self.tail):
            named = [one.field for one in record if one.field != "blank"]
            if len(set(named)) != len(named):
                raise ValueError(_("同一栏写了两次。"))
        return self

    @property
    def counted(self) -> bool:
        """Whether the file says itself how many payments it holds, so that half of one is found out."""
        return self.totals or any(one.field in {"count", "total"} for one in (*self.lead, *self.tail))

    def has(self, field: str) -> bool:
        return any(one.field == field for one in self.columns)


class Answers(Entry):
    """The bank's answer: its file, its words for what became of a payment, its reasons, how it writes times."""

    table: Table
    paid: Annotated[tuple[Words, ...], Field(min_length=1)]
    failed: Annotated[tuple[Words, ...], Field(min_length=1)]
    pending: tuple[Words, ...] = ()
    time: str = "%Y-%m-%d %H:%M:%S"
    reasons: dict[Words, Words] = {}
    """The bank's code, or a part of its words → a reason of `reasons.REASONS`."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        fields = {one.field for one in self.table.columns}
        if missing := sorted(ANSWERED - fields):
            raise ValueError(_("回执缺少：") + "、".join(missing))
        words = (*self.paid, *self.failed, *self.pending)
        if len(set(words)) != len(words):
            raise ValueError(_("同一个结果词有两个意思。"))
        return self


class Layout(Entry):
    """Files of one bank or paying office. `source: working` says that nobody has checked them with a bank."""

    layout: LayoutCode
    title: Title
    source: Literal["facts", "working"]
    name: str
    """Of a file, with {region}, {season}, {batch}, {bank} and {part}."""
    by_bank: bool = False
    """Whether every bank gets a file of its own."""
    max_rows: Annotated[int, Field(ge=1, le=100_000)] = 50_000
    request: Table
    answer: Answers

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        fields = {one.field for one in self.request.columns}
        if missing := sorted(NEEDED - fields):
            raise ValueError(_("付款文件缺少：") + "、".join(missing))
        if asked := sorted(fields & set(get_args(OfAnswer))):
            raise ValueError(_("付款文件里不能有回执的栏：") + "、".join(asked))
        try:
            self.name.format_map(SAMPLE)
        except (KeyError, ValueError, IndexError, AttributeError):
            raise ValueError(_("文件名里只能用 {region} {season} {batch} {bank} {part}。")) from None
        return self
