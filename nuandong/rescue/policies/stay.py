"""Is the stay in a fit state, and who may handle whom?"""

from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import wrong_state
from nuandong.rescue.models import Stay
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
