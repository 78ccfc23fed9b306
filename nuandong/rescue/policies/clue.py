"""Is the clue in a fit state?"""

from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import CLUE, ClueState
from nuandong.rescue.states.dispatch import LIVE

NEEDS_WORDS = frozenset({Closing.NOT_FOUND, Closing.NONSENSE})
NEEDS_ENCOUNTER = frozenset({Closing.HELPED, Closing.REFUSED})
BY_HAND = NEEDS_WORDS | NEEDS_ENCOUNTER
"""How an operator may close a clue; merging and handing over write their own ending."""


def can_move(clue: Clue, act: str) -> bool:
    return act in CLUE[ClueState(clue.state)]


def check_move(clue: Clue, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if not can_move(clue, act):
        raise NotNow(
            "rescue.clue_state",
            _("线索 %(number)s 现在的状态是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看最新情况。"),
            number=clue.number,
            state=ClueState(clue.state).label,
        )


def can_leave(clue: Clue) -> bool:
    return not clue.dispatches.filter(state__in=LIVE).exists()


def check_leave(clue: Clue) -> None:
    """Raise NotNow while a team is on its way or on the scene: nobody ends a clue behind its back."""
    if not can_leave(clue):
        raise NotNow(
            "rescue.crew_out",
            _("线索 %(number)s 还有队伍在途或在现场。"),
            _("请等队伍处置完成，或先撤回队伍。"),
            number=clue.number,
        )


def check_closing(closing: Closing, words: str, *, met: bool) -> None:
    """RES-012: every sighting gets a disposition, and a disposition has its proof: an encounter, or words why none."""
    if closing not in BY_HAND:
        raise Invalid(
            "rescue.closing_not_by_hand",
            _("“%(closing)s”不能直接办结。"),
            _("重复线索请用“并入”，外地线索请用“移交”。"),
            field="closing",
            closing=closing.label,
        )
    if closing in NEEDS_ENCOUNTER and not met:
        raise NotNow(
            "rescue.no_encounter",
            _("还没有现场救助记录，不能按“%(closing)s”办结。"),
            _("请先填写现场救助记录，再办结线索。"),
            field="closing",
            closing=closing.label,
        )
    if closing in NEEDS_WORDS and not words:
        raise Invalid(
            "rescue.closing_words",
            _("按“%(closing)s”办结需要说明情况。"),
            _("请写明到过哪里、问过谁，或为什么无效。"),
            field="words",
            closing=closing.label,
        )


def check_mergeable(clue: Clue, into: Clue) -> None:
    """Raise Invalid unless `into` is an earlier clue that itself is no duplicate."""
    if clue.id == into.id:
        raise Invalid("rescue.merge_itself", _("线索不能并入自己。"), _("请选择另一条线索。"), field="into")
    if into.duplicate_of_id is not None or into.state == ClueState.HANDED_OVER:
        raise Invalid(
            "rescue.merge_target",
            _("线索 %(number)s 已经并入别的线索或已移交。"),
            _("请并入仍在本地办理的那条线索。"),
            field="into",
            number=into.number,
        )
    if into.clock_started_at > clue.clock_started_at:
        raise Invalid(
            "rescue.merge_backwards",
            _("线索 %(number)s 比这条来得晚。"),
            _("请把后到的线索并入先到的，时限从先到的算起。"),
            field="into",
            number=into.number,
        )
