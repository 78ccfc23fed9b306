"""What files of library/forms and library/relief may say."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from nuandong.kernel.reference import Entry
from nuandong.kernel.text import gettext_noop as _

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,29}$")]
FormCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,29}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Type = Literal[
    "name", "id_number", "sex", "day", "phone", "address", "text", "count", "money", "account", "region", "relation",
    "serial", "sign", "list",
]  # fmt: skip


class FieldShape(Entry):
    """One thing a column can hold, and the headings it goes by."""

    type: Type
    list: str = ""
    words: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _listed(self) -> Self:
        if (self.type == "list") != bool(self.list):
            raise ValueError(_("类型是 list 的要写明 list，其他的不写。"))
        return self


class Fields(Entry):
    fields: dict[Code, FieldShape]


class Choice(Entry):
    """One entry of a code list; `official` is its number in the province's list, once that is known."""

    title: Words
    official: str = ""
    words: tuple[Words, ...] = ()


class RowWords(Entry):
    """How rows begin that are none of the table."""

    totals: tuple[Words, ...]
    subtotals: tuple[Words, ...]
    notes: tuple[Words, ...]
    units: tuple[Words, ...]


class Kind(Entry):
    """A kind of household of the standards: the types of the ledger it takes in, or the one written for it there."""

    types: list[str] = []
    written: str = ""


class Lists(Entry):
    lists: dict[str, dict[str, Choice]]
    kinds: dict[Code, Kind]
    rows: RowWords


class Column(Entry):
    """One column in its order. A hidden one is read where a sheet has it, and never written."""

    field: Code
    title: Words
    code: str = ""
    unit: str = ""
    required: bool = False
    hidden: bool = False


class Form(Entry):
    """A ledger or official table. `source: working` says that its columns are assumed."""

    form: FormCode
    title: Words
    number: str = ""
    source: Literal["facts", "working"]
    per: Literal["household", "person", "region"]
    imported: bool = False
    of: Literal["", "ledger", "applied", "assessed", "reviewed", "need", "allocation"] = ""
    """What it is written from: the ledger, households by how far they came, an allocation; empty: only read."""
    by: Literal["", "village", "township"] = ""
    """What one row of a table of regions is; empty: the next level below the place it is of."""
    paper: Literal["table", "case"] = "table"
    """One sheet for all, or one for each row, with room for opinions and seals."""
    masked: bool = False
    """Hangs on a wall: never written with names in full."""
    above: tuple[Words, ...] = ()
    below: tuple[Words, ...] = ()
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        fields = [one.field for one in self.columns]
        if len(set(fields)) != len(fields):
            twice = sorted({one for one in fields if fields.count(one) > 1})
            raise ValueError(_("编号重复：") + "、".join(twice))
        if any(one.required and one.hidden for one in self.columns):
            raise ValueError(_("必填的列不能隐藏。"))
        return self

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns of the table as it is written."""
        return tuple(one for one in self.columns if not one.hidden)

    def column(self, field: str) -> Column:
        return next(one for one in self.columns if one.field == field)
