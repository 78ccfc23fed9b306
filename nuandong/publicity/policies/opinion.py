"""Who may do what with an item of public opinion now."""

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.publicity.kinds import OpinionState
from nuandong.publicity.models import Opinion


def check_verify(row: Opinion, by: Actor) -> None:
    """Raise Forbidden for another unit, NotNow where it was verified before."""
    _check_owner(row, by)
    _check_state(row, OpinionState.FOUND)


def check_answer(row: Opinion, by: Actor) -> None:
    """Raise Forbidden for another unit, NotNow before it is verified or once it is answered."""
    _check_owner(row, by)
    _check_state(row, OpinionState.VERIFIED)


def check_settle(row: Opinion, by: Actor) -> None:
    """Raise unless an answer waits for this person's word: of the unit that found it, and not who answered himself."""
    _check_state(row, OpinionState.ANSWERED)
    if by.unit != row.by_unit:
        raise Forbidden("publicity.not_finder", _("这条舆情不是您的单位发现的。"), _("请由发现单位的同事办理。"))
    if by.staff == row.answered_by:
        raise Forbidden("publicity.own_answer", _("回应的人不得自己办结。"), _("请由发现单位的另一位同事办理。"))


def _check_owner(row: Opinion, by: Actor) -> None:
    if by.unit != row.unit:
        raise Forbidden("publicity.not_owner", _("这条舆情由别的单位办理。"), _("请由责任单位的同事办理。"))


def _check_state(row: Opinion, state: OpinionState) -> None:
    if row.state != state:
        raise NotNow(
            "publicity.wrong_state",
            _("舆情现在的状态是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看最新情况。"),
            state=OpinionState(row.state).label,
        )
