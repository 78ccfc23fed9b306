"""One payment as a bank's file tells it, and how every value of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from nuandong.kernel.money import format_yuan
from nuandong.relief.bank.shape import MONEY, Column, Table

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid to whom: `amount` in fen, `serial` from 1 within its batch, `region` a code of 12 digits."""

    serial: int
    amount: int
    account: str
    head_name: str
    head_id_no: str
    region: int
    bank: str = ""
    place: str = ""
    size: int = 0
    persons: int = 0
    category: str = ""
    fund: str = ""
    season: int = 0
    batch: int = 0
    remark: str = ""
    phone: str = ""
    holder: str = ""
    """Masked name of whoever the account belongs to, where that is somebody else than the head."""

    def values(self) -> dict[str, str | int]:
        return dict(zip(_NAMES, _VALUES(self), strict=True))


_NAMES: Final = tuple(one.name for one in fields(Payment))
_VALUES: Final = attrgetter(*_NAMES)


def encoding_of(table: Table) -> str:
    """The name Python knows an encoding by, without its mark of byte order."""
    return "utf-8" if table.encoding == "utf-8-bom" or table.kind == "xlsx" else table.encoding


def cell(table: Table, column: Column, values: Values) -> str:
    """A value as text, not yet padded; what a payment does not tell is empty."""
    if column.says is not None:
        return column.says
    value = values.get(column.field, "")
    if column.field in MONEY and isinstance(value, int):
        return str(value) if table.unit == "fen" else format_yuan(value)
    return str(value)
