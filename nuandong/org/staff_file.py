"""A list of staff as people keep it in a spreadsheet, read and checked row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from nuandong.geo.cells import read_code
from nuandong.geo.errors import RowProblems
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.kernel.sheets import Row, read_rows
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.models import Role, Sex, Unit
from nuandong.org.phones import clean_phone

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "name": ("姓名", "人员姓名", "职工姓名"),
    "sex": ("性别",),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式"),
    "unit": ("单位", "所在单位", "单位名称", "工作单位"),
    "role": ("角色", "岗位", "岗位角色"),
    "region": ("管辖区划", "管辖区划代码", "区划代码", "区划"),
    "username": ("用户名", "账号", "登录名"),
}
MAX_ROWS: Final = 5000
_SEXES: Final = {"男": Sex.MALE, "女": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One readable row; `role` and `username` are empty where the list leaves them empty."""

    number: int
    name: str
    sex: str
    phone: str = field(repr=False)
    unit: Unit
    role: str
    region: int
    username: str


def heading(column: str | None) -> str:
    """The heading people know for one of our columns; of an unknown one, that of the name."""
    return COLUMNS.get(column or "", COLUMNS["name"])[0]


def read_staff(data: bytes, *, by: Actor, problems: RowProblems) -> list[StaffRow]:
    """Read a spreadsheet or CSV; rows at fault go to `problems`. Raises Invalid when there is no table at all."""
    units: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(active=True):
        if by.sees(unit.region):
            units.setdefault(unit.name, []).append(unit)
    roles = {word: role.code for role in Role.objects.all() for word in (role.code, role.title)}
    rows = read_rows(data, COLUMNS, required=("name", "sex", "unit"), max_rows=MAX_ROWS)
    read = (_row(row, units, roles, problems) for row in rows)
    return [row for row in read if row is not None]


def _row(row: Row, units: Mapping[str, list[Unit]], roles: Mapping[str, str], problems: RowProblems) -> StaffRow | None:
    faults: list[tuple[str, str, dict[str, object]]] = []
    sex = _SEXES.get(row["sex"])
    if sex is None:
        faults.append(("sex", _("“%(given)s”不是男或女。"), {"given": row["sex"][:10]}))
    named = units.get(row["unit"], [])
    if len(named) != 1:
        words = _("有几个单位都叫“%(given)s”。") if named else _("您的管辖区域内没有单位“%(given)s”。")
        faults.append(("unit", words, {"given": row["unit"][:40]}))
    role = roles.get(row["role"], "")
    if row["role"] and not role:
        faults.append(("role", _("没有角色“%(given)s”。"), {"given": row["role"][:40]}))
    region = read_code(row["region"]) if row["region"] else (named[0].region if named else 0)
    if region is None:
        faults.append(("region", _("“%(given)s”不是 12 位区划代码。"), {"given": row["region"][:30]}))
    phone = ""
    try:
        phone = clean_phone(row["phone"].removesuffix(".0"))
    except DomainError as error:
        faults.append(("phone", error.message, {}))
    for column, words, params in faults:
        problems.add(row.number, heading(column), words, **params)
    if faults or sex is None or region is None:
        return None
    return StaffRow(row.number, row["name"], sex, phone, named[0], role, region, row["username"].lower())
