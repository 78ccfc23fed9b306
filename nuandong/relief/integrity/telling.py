"""Findings and rows of the audit in figures that people read."""

from collections.abc import Mapping
from typing import Any, Final

from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.editions import AREAS

NOT_KNOWN: Final = "—"
REASONS: Final = {
    "account_differs": _("与登记的账号不一致"),
    "holder_differs": _("台账写明的户名不是户主"),
    "name_differs": _("银行答复户名与账号不符"),
}


def in_yuan(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with their amounts (`…_fen`) written in yuan."""
    return {
        name: (NOT_KNOWN if value is None else format_yuan(value)) if name.endswith("_fen") else value
        for name, value in facts.items()
    }


def word_of(name: str, value: Any) -> str | None:
    """The word behind a code of a fact; None for figures and words, which stand for themselves."""
    if name == "reason":
        return REASONS.get(value)
    if name == "area":
        return AREAS.get(value, NOT_KNOWN)
    if name == "committee":
        return _("是") if value else _("否")
    return None
