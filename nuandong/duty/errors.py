"""Refusals that more than one file of this module raises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such(what: str) -> NotFound:
    """There is no such team, post, shift…; `what` is a Chinese msgid."""
    return NotFound("duty.not_found", _("没有找到：%(what)s。"), _("请刷新页面后重新选择。"), what=what)


def required(field: str, what: str) -> Invalid:
    """A field was left empty; `what` is the Chinese name of the field."""
    return Invalid("duty.required", _("%(what)s没有填写。"), _("请填写后再保存。"), field=field, what=what)


def unknown_code(field: str, what: str, code: str) -> Invalid:
    """A code that stands in no list; `what` is the Chinese name of the field."""
    return Invalid(
        "duty.code_unknown",
        _("%(what)s里没有“%(given)s”这一项。"),
        _("请从列表中选择。"),
        field=field,
        what=what,
        given=code[:40],
    )


def changed_meanwhile() -> Conflict:
    """Somebody else moved the shift first."""
    return Conflict("duty.changed_meanwhile", _("这个班次刚刚被别人改动。"), _("请刷新页面，核对后再试。"))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two shifts want the same person, team or vehicle at once.

    `line` is the place in the list that was to be planned, from 0; `other_line` another one of the list, or `shift` one
    that stands already. `what` is staff, team or vehicle, `which` its id.
    """

    line: int
    what: str
    which: UUID
    start: datetime
    end: datetime
    shift: UUID | None = None
    other_line: int | None = None


class RosterRefused(Conflict):
    """Nothing of the roster was planned; `overlaps` says which lines collide with what."""

    def __init__(self, overlaps: Sequence[Overlap]) -> None:
        super().__init__(
            "duty.roster_overlaps",
            _("有 %(count)d 处班次重叠，没有保存任何班次。第一处是第 %(line)d 行。"),
            _("请按清单调整人员、队伍、车辆或时间后重新保存。"),
            field="shifts",
            count=len(overlaps),
            line=overlaps[0].line + 1 if overlaps else 0,
        )
        self.overlaps = tuple(overlaps)
