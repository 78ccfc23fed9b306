"""Looking at payments before their files are written: what a bank would refuse is found here. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import parse_id_number
from nuandong.kernel.luhn import passes_luhn
from nuandong.kernel.sheets import inert
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.cards import cards as known_cards
from nuandong.relief.bank.cards import like_none_of
from nuandong.relief.bank.payment import Payment, Values, cell, encoding_of
from nuandong.relief.bank.shape import NUMBERS, Column, Layout, Table

MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amount_not_positive": _("金额必须大于 0"),
        "name_missing": _("没有户主姓名"),
        "head_dead": _("户主已经去世，请先更换户主和收款账号，或移出这一户"),
        "account_missing": _("没有账号"),
        "account_shape": _("账号应为 12 到 23 位数字"),
        "account_of_another": _("账户的户名是“%(holder)s”，不是户主；请换成户主本人的社保卡或存折"),
        "card_kind": _("账号不像规定的卡、折（%(kinds)s），请对照原件核对"),
        "account_luhn": _("账号不合银行卡校验规则，请核对；存折账号可以不合"),
        "account_shared": _("与第 %(serial)d 行同一账号"),
        "id_missing": _("没有身份证号"),
        "id_unreadable": _("身份证号不对"),
        "bank_missing": _("没有开户银行"),
        "remark_missing": _("没有附言"),
        "too_long": _("“%(text)s”太长，这一栏最多 %(bytes)d 字节（一个汉字 2 字节以上）"),
        "not_in_encoding": _("“%(text)s”里有银行文件编码写不出的字：%(characters)s"),
        "line_break": _("“%(text)s”里有换行或控制字符"),
        "formula": _("“%(text)s”像公式，写文件时会在前面加 '"),
        "serial_twice": _("序号重复"),
    }
)
WARNINGS: Final = frozenset({"account_luhn", "formula", "account_shared", "card_kind"})
_ACCOUNT: Final = re.compile(r"[0-9]{12,23}")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one payment. An error keeps the file from being written, a warning does not."""

    serial: int
    field: str
    code: str
    params: Mapping[str, Any] = made_by(default_factory=dict)

    @property
    def error(self) -> bool:
        return self.code not in WARNINGS


def check(
    layout: Layout,
    payments: Sequence[Payment],
    *,
    today: date,
    demo: bool = False,
    cards: Sequence[str] = (),
    seen: dict[str, int] | None = None,
) -> list[Problem]:
    """Everything wrong, by serial number. `demo` lets invented identity numbers pass; `cards`: the kinds wanted.

    `seen` remembers accounts from one part of a long list to the next.
    """
    found: list[Problem] = []
    serials: set[int] = set()
    accounts = {} if seen is None else seen
    for one in sorted(payments, key=lambda payment: payment.serial):
        codes = [*_money(one), *_account(one), *_identity(layout.request, one, today, demo), *_missing(layout, one)]
        found += [Problem(one.serial, place, code) for place, code in codes]
        if one.serial in serials:
            found.append(Problem(one.serial, "serial", "serial_twice"))
        elif one.account and (first := accounts.setdefault(one.account, one.serial)) != one.serial:
            found.append(Problem(one.serial, "account", "account_shared", {"serial": first}))
        serials.add(one.serial)
        found += _holder(one, cards)
        values = one.values()
        for column in layout.request.columns:
            found += _cell(layout.request, column, one.serial, values)
    return found


def _money(one: Payment) -> list[tuple[str, str]]:
    return [] if one.amount > 0 else [("amount", "amount_not_positive")]


def _account(one: Payment) -> list[tuple[str, str]]:
    if not one.account:
        return [("account", "account_missing")]
    if _ACCOUNT.fullmatch(one.account) is None:
        return [("account", "account_shape")]
    return [] if passes_luhn(one.account) else [("account", "account_luhn")]


def _holder(one: Payment, cards: Sequence[str]) -> list[Problem]:
    """Whose account it is, and what kind (DIS-027)."""
    found = [Problem(one.serial, "account", "account_of_another", {"holder": one.holder})] if one.holder else []
    if one.account and like_none_of(one.account, tuple(cards)):
        kinds = "、".join(known_cards()[code].title for code in cards if code in known_cards())
        found.append(Problem(one.serial, "account", "card_kind", {"kinds": kinds}))
    return found


def _identity(table: Table, one: Payment, today: date, demo: bool) -> list[tuple[str, str]]:
    found = [] if one.head_name.strip() else [("head_name", "name_missing")]
    if not table.has("head_id_no"):
        return found
    if not one.head_id_no:
        return [*found, ("head_id_no", "id_missing")]
    try:
        parse_id_number(one.head_id_no, on=today, allow_demo=demo)
    except Invalid:
        found.append(("head_id_no", "id_unreadable"))
    return found


def _missing(layout: Layout, one: Payment) -> list[tuple[str, str]]:
    found = [("bank", "bank_missing")] if layout.by_bank and not one.bank else []
    return found + ([("remark", "remark_missing")] if layout.request.has("remark") and not one.remark else [])


def _cell(table: Table, column: Column, serial: int, values: Values) -> list[Problem]:
    text = cell(table, column, values)
    shown = text[:30]
    if _CONTROL.search(text):
        return [Problem(serial, column.field, "line_break", {"text": _CONTROL.sub(" ", shown)})]
    if wrong := _unwritten(text, encoding_of(table)):
        return [Problem(serial, column.field, "not_in_encoding", {"text": shown, "characters": wrong})]
    found = []
    most = column.width or column.most
    if most is not None and len(text.encode(encoding_of(table))) > most:
        found.append(Problem(serial, column.field, "too_long", {"text": shown, "bytes": most}))
    if table.kind != "fixed" and column.field not in NUMBERS and inert(text) != text:
        found.append(Problem(serial, column.field, "formula", {"text": shown}))
    return found


def _unwritten(text: str, encoding: str) -> str:
    """The characters an encoding cannot hold, and those for private use, which every machine shows otherwise."""
    if _PRIVATE.search(text) is None and _holds(encoding, text):
        return ""
    return "".join(dict.fromkeys(one for one in text if _PRIVATE.match(one) or not _holds(encoding, one)))


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
