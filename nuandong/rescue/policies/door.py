"""What must be known at the door of the station: who brought somebody, and whether a doctor must see him first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import DomainError, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.flags import flags_of_categories
from nuandong.rescue.kinds_stay import ESCORTED, MEDICAL, Flag
from nuandong.rescue.models import Encounter, Stay
from nuandong.rescue.reference_station import station

IN_WRITING: Final = frozenset({Flag.DISABLED, Flag.NO_SELF_CARE})
"""Handed over in writing at every age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Who comes and how. `age` in years; `sheet`: the signed hand-over sheet is there, `sheet_later` why it is not."""

    brought_by: str
    unit: str = ""
    age: int | None = None
    flags: Collection[str] = ()
    sheet: bool = False
    sheet_later: str = ""


def needs_sheet(coming: Coming) -> bool:
    """Minors, the old, the disabled and those without self-care are handed over in writing. Source: RES-019, 000#2."""
    if coming.brought_by not in ESCORTED:
        return False
    rules, age = station().handover, coming.age
    of_age = age is not None and (age < rules.minor_under or age >= rules.elder_from)
    return of_age or bool(IN_WRITING & set(coming.flags))


def sheet_missing(stay: Stay) -> bool:
    """Whether the hand-over sheet of somebody in the station is still to come."""
    coming = Coming(brought_by=stay.brought_by, age=stay.age, flags=stay.flags, sheet=stay.handover_sheet is not None)
    return stay.left_at is None and not coming.sheet and needs_sheet(coming)


def handover_refusal(coming: Coming) -> DomainError | None:
    """What is missing of the hand-over, or None. Nobody is sent away for it: a reason stands in for the sheet."""
    if coming.brought_by in ESCORTED and not coming.unit.strip():
        return Invalid(
            "rescue.escort_unit",
            _("没有填写护送单位。"),
            _("请填写护送的派出所、城管中队、医院或救助站名称和护送人。"),
            field="brought_unit",
        )
    if needs_sheet(coming) and not coming.sheet and not coming.sheet_later.strip():
        return Invalid(
            "rescue.handover_sheet",
            _("护送未成年人、老年人、残疾人或行动不便人员须办理书面交接。"),
            _("请与护送人填写交接表并拍照上传；暂时办不了的，写明后补的原因，人先接收。"),
            field="handover_sheet",
        )
    return None


def unseen_by_doctor(flags: Collection[str], met: Encounter | None) -> list[Flag]:
    """The flags for which no doctor has said yet that the person may come in.

    What a doctor cleared outdoors, in the encounter, stays cleared; what was only seen at the door does not.
    """
    cleared = flags_of_categories(met.categories) if met is not None and met.medically_cleared else []
    return [flag for flag in Flag if flag in MEDICAL and flag in flags and flag not in cleared]


def medical_refusal(flags: Collection[str], met: Encounter | None, *, cleared: bool) -> DomainError | None:
    """Why somebody may not come in before a doctor saw him, or None. Source: RES-020, facts 2.2 row 5."""
    open_flags = unseen_by_doctor(flags, met)
    if cleared or not open_flags:
        return None
    return Invalid(
        "rescue.doctor_at_the_door",
        _("%(flags)s：应先救治后救助。"),
        _("请拨打120或办理送医；医生检查认为可以入站的，勾选“医生已检查，可以入站”。"),
        field="medically_cleared",
        flags="、".join(str(flag.label) for flag in open_flags),
    )
