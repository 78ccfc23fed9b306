"""Which bed is fit for whom: zones by sex, age and condition, rooms by sex, and the recorded exceptions (RES-035)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nuandong.kernel.errors import Conflict, DomainError, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import required
from nuandong.rescue.kinds_stay import CARED_FOR, BedException, Flag, Zone
from nuandong.rescue.reference_station import station

_OWN: Final = {Sex.MALE.value: Zone.MALE, Sex.FEMALE.value: Zone.FEMALE}
_WITH_CHILD: Final = BedException.GUARDIAN_WITH_CHILD
_CARE_ADVICE: Final = _("此人年老、孕产、行动不便、不能自理或有精神、智力障碍迹象，建议安排照护区。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleeper:
    """Somebody in a room, or about to be. `age` in years; `exception` and `companion` (the stay of the guardian or the
    child he sleeps with) as recorded with his bed."""

    stay: UUID
    sex: str
    age: int | None
    flags: Sequence[str] = ()
    exception: str = ""
    companion: UUID | None = None

    @property
    def minor(self) -> bool:
        return self.age is not None and self.age < station().bed.minor_under

    @property
    def adult(self) -> bool:
        return self.age is not None and not self.minor

    @property
    def with_guardian(self) -> bool:
        """A child small enough to sleep with its guardian among people of the other sex."""
        small = self.age is not None and self.age < station().bed.small_child_under
        return small and self.exception == _WITH_CHILD


def fit_zones(sex: str, age: int | None, flags: Sequence[str]) -> frozenset[Zone]:
    """The zones fit for somebody by condition, age in years, and sex; none while that is unknown. Source: RES-035."""
    if Flag.INFECTIOUS in flags:
        return frozenset({Zone.ISOLATION})
    if age is not None and age < station().bed.minor_under:
        return frozenset({Zone.MINOR})
    if sex not in _OWN:
        return frozenset()
    return frozenset({_OWN[sex], Zone.CARE} if wants_care(age, flags) else {_OWN[sex]})


def wants_care(age: int | None, flags: Sequence[str]) -> bool:
    """Whether the care zone is the better place for a grown person: by condition, or by age in years."""
    if age is not None and age < station().bed.minor_under:
        return False
    return bool(CARED_FOR & set(flags)) or (age is not None and age >= station().bed.care_from)


def zone_advice(zone: Zone | None, *, age: int | None, flags: Sequence[str]) -> str:
    """What to think of before or after somebody gets a bed, a Chinese msgid; "" for nothing. Advice, never a bar: when
    the care zone is full he still gets a bed. `zone` None: he has none yet. Source: RES-035."""
    if Flag.INFECTIOUS in flags or zone in {Zone.CARE, Zone.ISOLATION, Zone.FAMILY}:
        return ""
    return _CARE_ADVICE if wants_care(age, flags) else ""


def excused_zones(who: Sleeper) -> frozenset[Zone]:
    """The zones a recorded exception opens besides. An adult is never put among the other sex."""
    if who.exception == BedException.OVERFLOW_SNOW:
        return frozenset({Zone.OVERFLOW})
    if who.exception != _WITH_CHILD:
        return frozenset()
    return frozenset({Zone.FAMILY, Zone.MINOR, *((*_OWN.values(), Zone.CARE) if who.minor else ())})


def zone_refusal(zone: Zone, who: Sleeper, *, reason: str) -> DomainError | None:
    """Why somebody may not sleep in a zone, or None."""
    if who.exception and not reason:
        return required("reason", _("例外原因"))
    fit = fit_zones(who.sex, who.age, who.flags)
    if Flag.INFECTIOUS in who.flags and zone is not Zone.ISOLATION:
        return Invalid(
            "rescue.zone_isolation",
            _("疑似传染病人应住隔离观察区。"),
            _("请选择隔离观察区的床位，或送医。"),
            field="bed",
        )
    if not fit and not who.exception:
        return required("sex", _("性别"))
    if zone in fit or zone in excused_zones(who):
        return None
    return Invalid(
        "rescue.zone_wrong",
        _("“%(zone)s”不适合此人（应住：%(fit)s）。"),
        _("请换一张床；监护人携子女或极端天气加床的，选择例外并写明原因。"),
        field="bed",
        zone=zone.label,
        fit="、".join(str(one.label) for one in sorted(fit)) or "—",
    )


def companion_refusal(
    zone: Zone, who: Sleeper, companion: Sleeper | None, *, same_room: bool, inside: bool = True
) -> DomainError | None:
    """Why the exception for guardian and child does not hold, or None. It needs a real child and a real guardian, both
    in the station (`inside`); outside the family rooms one of them sleeps in the room already (`same_room`)."""
    if who.exception != _WITH_CHILD:
        return required("exception", _("例外")) if companion else None
    if companion is None:
        return required("companion", _("同住的监护人或子女"))
    if not (who.minor and companion.adult) and not (who.adult and companion.minor):
        return Invalid(
            "rescue.not_guardian_and_child",
            _("同住的应是成年监护人和未满%(years)d周岁的子女。"),
            _("请核对两人的年龄。"),
            field="companion",
            years=station().bed.minor_under,
        )
    if not inside or (zone is not Zone.FAMILY and not same_room):
        return Conflict(
            "rescue.companion_elsewhere",
            _("同住的监护人或子女不在这个房间。"),
            _("请选择他所在的房间，或两人都安排到家庭区。"),
            field="companion",
        )
    return None


def room_refusal(zone: Zone, who: Sleeper, others: Sequence[Sleeper]) -> DomainError | None:
    """Why somebody may not sleep in a room beside those who sleep there, or None.

    Source: 国务院令第381号 (rooms by sex), product C.5 (a guardian with a child and overflow beds on a snow night are
    recorded exceptions).
    """
    if zone is Zone.FAMILY or not any(_apart(zone, who, other) for other in others):
        return None
    if who.sex not in _OWN:
        return required("sex", _("性别"))
    return Invalid(
        "rescue.room_mixed",
        _("这个房间住着异性，男女应当分室住宿。"),
        _("请换一个房间的床位；带异性子女的，安排到家庭区。"),
        field="bed",
    )


def _apart(zone: Zone, who: Sleeper, other: Sleeper) -> bool:
    """Whether two people may not share a room."""
    if who.sex == other.sex and who.sex in _OWN:
        return False
    if who.companion == other.stay or other.companion == who.stay or who.with_guardian or other.with_guardian:
        return False
    # On a snow night adults lie in one hall, each by a recorded exception; a child never lies among strangers.
    return zone is not Zone.OVERFLOW or not (who.adult and other.adult)
