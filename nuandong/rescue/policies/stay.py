"""Is the stay in a fit state, and which bed is fit for whom?"""

from nuandong.kernel.errors import DomainError, Forbidden, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import required, wrong_state
from nuandong.rescue.kinds_stay import BedException, Flag, Zone
from nuandong.rescue.models import Stay
from nuandong.rescue.reference_station import station
from nuandong.rescue.states.stay import INSIDE, STAY, StayState

_STAY = _("在站记录")


def can_move(stay: Stay, act: str) -> bool:
    return act in STAY[StayState(stay.state)]


def check_move(stay: Stay, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if not can_move(stay, act):
        raise wrong_state(_STAY, str(StayState(stay.state).label))


def can_be_cared_for(stay: Stay) -> bool:
    """Bed, meal and doctor need a temporary number, not a registration (product C.5)."""
    return stay.state in INSIDE


def check_cared_for(stay: Stay) -> None:
    """Raise NotNow unless the person is inside: the security check comes first (RES-033)."""
    if not can_be_cared_for(stay):
        raise wrong_state(_STAY, str(StayState(stay.state).label))


def check_officer(sex: str, officer_sex: str) -> None:
    """A woman is searched by a woman. Raises Forbidden; an unknown sex passes. Source: 国务院令第381号, facts 2.5."""
    if sex == Sex.FEMALE and officer_sex == Sex.MALE:
        raise Forbidden(
            "rescue.female_officer",
            _("女性求助人员的安全检查应由女性工作人员进行。"),
            _("请由女同事检查并选择她为检查人。"),
            field="officer",
        )


def needs_female_staff(sex: str, staff_sex: str) -> bool:
    """Whether a warning is due: women are managed by female staff (国务院令第381号)."""
    return sex == Sex.FEMALE and staff_sex == Sex.MALE


def fit_zones(sex: str, age: int | None, flags: list[str]) -> frozenset[Zone]:
    """The zones fit for somebody by condition, age in years, and sex; none while that is unknown. Source: RES-035."""
    if Flag.INFECTIOUS in flags:
        return frozenset({Zone.ISOLATION})
    if age is not None and age < station().bed.minor_under:
        return frozenset({Zone.MINOR})
    own = {Sex.MALE.value: Zone.MALE, Sex.FEMALE.value: Zone.FEMALE}
    return frozenset({own[sex]}) if sex in own else frozenset()


def excused_zones(age: int | None, exception: str) -> frozenset[Zone]:
    """The zones a recorded exception opens besides. An adult is never put among the other sex."""
    if exception == BedException.OVERFLOW_SNOW:
        return frozenset({Zone.OVERFLOW})
    if exception != BedException.GUARDIAN_WITH_CHILD:
        return frozenset()
    child = age is not None and age < station().bed.minor_under
    return frozenset({Zone.FAMILY, Zone.MINOR, Zone.MALE, Zone.FEMALE} if child else {Zone.FAMILY, Zone.MINOR})


def zone_refusal(
    zone: Zone, *, sex: str, age: int | None, flags: list[str], exception: str, reason: str
) -> DomainError | None:
    """Why somebody may not sleep in a zone, or None."""
    if exception and not reason:
        return required("reason", _("例外原因"))
    fit = fit_zones(sex, age, flags)
    if Flag.INFECTIOUS in flags and zone is not Zone.ISOLATION:
        return Invalid(
            "rescue.zone_isolation",
            _("疑似传染病人应住隔离观察区。"),
            _("请选择隔离观察区的床位，或送医。"),
            field="bed",
        )
    if not fit and not exception:
        return required("sex", _("性别"))
    if zone in fit or zone in excused_zones(age, exception):
        return None
    return Invalid(
        "rescue.zone_wrong",
        _("“%(zone)s”不适合此人（应住：%(fit)s）。"),
        _("请换一张床；监护人携子女或极端天气加床的，选择例外并写明原因。"),
        field="bed",
        zone=zone.label,
        fit="、".join(str(one.label) for one in sorted(fit)) or "—",
    )
