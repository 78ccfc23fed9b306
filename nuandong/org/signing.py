"""Whose paper is typed (代录): people to choose from, one line each, and the person that a typed line means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org import cards
from nuandong.org.models import Staff

MOST: Final = 20
"""People offered at a time; more are found by typing more of the name."""
_BETWEEN: Final = " · "
_TAIL: Final = 4


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may have signed; `line` names him among all: name and unit, for namesakes there an id's end too."""

    staff: UUID
    name: str
    line: str


def signers(by: Actor, *, text: str = "", limit: int = MOST) -> list[Signer]:
    """People in office of units in and above the typist's regions, but not himself; `text` is part of a name or unit.

    Names and units only, so like `cards.colleagues` it asks for no permission. One query.
    """
    return _lines(cards.colleagues(by, text=_name(text), without=[by.typist], above=True, limit=limit))


def signer_of(by: Actor, words: str) -> UUID:
    """Who is meant by a line of `signers`, or by a name that only one of them has.

    Raises Invalid where nobody is named or the typist himself, NotFound for somebody who is not in office there,
    Conflict for a name that several have. Source: product H.
    """
    said = halfwidth(words).strip()
    if not said:
        raise Invalid(
            "org.signer_missing",
            _("没有写明签字人。"),
            _("请填在纸质记录上签字或按手印的人。"),
            field="signer",
        )
    named = [one for one in _lines(cards.colleagues(by, text=_name(said), above=True)) if one.name == _name(said)]
    meant = [one for one in named if said in {one.line, one.name}]
    others = [one for one in meant if one.staff != by.typist]
    if meant and not others:
        raise Invalid(
            "org.signer_is_typist",
            _("签字人就是您本人。"),
            _("本人经办的直接提交，不用代录。"),
            field="signer",
        )
    if not others:
        raise NotFound(
            "org.signer_unknown",
            _("在您的管辖区域内没有找到签字人。"),
            _("请从列表中选择；名册上没有的，请先登记。"),
            field="signer",
        )
    if len(others) > 1:
        raise Conflict(
            "org.signer_ambiguous",
            _("叫这个名字的不止一人：%(people)s。"),
            _("请从列表中选择是哪个单位的。"),
            field="signer",
            people="；".join(one.line for one in others),
        )
    return others[0].staff


def _name(words: str) -> str:
    """The name of a line, or what was typed of one."""
    return halfwidth(words).partition(_BETWEEN)[0].strip()


def _lines(people: Sequence[Staff]) -> list[Signer]:
    plain = [f"{one.name}{_BETWEEN}{one.unit.name}" for one in people]
    return [
        Signer(one.id, one.name, line if plain.count(line) == 1 else f"{line}{_BETWEEN}{one.id.hex[-_TAIL:]}")
        for one, line in zip(people, plain, strict=True)
    ]
