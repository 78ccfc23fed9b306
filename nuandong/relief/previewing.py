"""The first rows of a ledger as they will be taken over, masked."""

from typing import Any, Final

from nuandong.kernel.idcard import IdNumber
from nuandong.kernel.money import format_yuan
from nuandong.people.masking import mask_address, mask_name, mask_number, mask_phone
from nuandong.relief.forms.library import choices, fields
from nuandong.relief.understanding import Understood

SHOWN: Final = 10


def preview(made: Understood) -> dict[str, Any]:
    """`columns` are fields, `rows` the cells of the first accepted rows, `sheet` and `number` before them."""
    read, grouped = made.read, made.grouped
    if read is None or grouped is None:
        return {"columns": [], "rows": []}
    told = [one.field for one in made.form.columns if one.field in read.values]
    first = [row for row in range(len(read.rows)) if row not in grouped.rejected][:SHOWN]
    rows = [
        [read.rows.sheets[row], read.rows.numbers[row], *(shown(name, read.column(name)[row]) for name in told)]
        for row in first
    ]
    return {"columns": told, "rows": rows}


def shown(field: str, value: Any) -> str:
    """One value as a page may show it."""
    if value is None:
        return ""
    kind = fields()[field]
    if isinstance(value, IdNumber):
        return mask_number(value.number)
    masks = {"name": mask_name, "phone": mask_phone, "account": mask_number, "address": mask_address}
    if kind.type in masks:
        return masks[kind.type](value)
    if kind.type == "money":
        return format_yuan(value)
    if kind.type == "text":
        return "…" if value else ""
    listed = {"list": kind.list, "relation": "relations"}.get(kind.type, "")
    return choices(listed)[value].title if listed else str(value)
