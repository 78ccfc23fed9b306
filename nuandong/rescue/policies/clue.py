"""Is the clue in a fit state?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from nuandong.kernel.errors import DomainError, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_encounter import GONE, TAKEN, Outcome
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import CLUE, ClueState
from nuandong.rescue.states.dispatch import LIVE

PROVED_BY: Final[Mapping[Closing, frozenset[Outcome]]] = MappingProxyType(
    {
        Closing.HELPED: frozenset({*TAKEN, Outcome.SUPPLIES_ONLY, Outcome.GUIDED_HOME}),
        Closing.REFUSED: frozenset({Outcome.REFUSED}),
        Closing.DECEASED: frozenset({Outcome.DECEASED}),
    }
)
"""Endings of a clue that somebody met must prove, with the endings of an encounter that prove them."""
NEEDS_WORDS: Final = frozenset({Closing.NOT_FOUND, Closing.NONSENSE})
"""Endings without anybody met."""
BY_HAND: Final = NEEDS_WORDS | frozenset(PROVED_BY)
"""How an operator may close a clue; merging and handing over write their own ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was done about a clue. `outcomes`: how each encounter ended, "" while one is open; `on_scene`: a team was
    there; `confirmed`: a leader confirmed the closing."""

    outcomes: Collection[str] = ()
    on_scene: bool = False
    confirmed: bool = False


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


def check_closing(closing: Closing, words: str, done: Answered) -> None:
    """RES-012: every sighting gets a disposition, and a disposition has its proof: an encounter that ended so, or a
    look on the spot and words why there is none. Raises Invalid or NotNow."""
    if (error := closing_refusal(closing, words, done)) is not None:
        raise error


def closing_refusal(closing: Closing, words: str, done: Answered) -> DomainError | None:
    """Why a clue may not end so, or None. The first rule that speaks answers."""
    if closing not in BY_HAND:
        return Invalid(
            "rescue.closing_not_by_hand",
            _("“%(closing)s”不能直接办结。"),
            _("重复线索请用“并入”，外地线索请用“移交”。"),
            field="closing",
            closing=closing.label,
        )
    if "" in done.outcomes:
        return NotNow(
            "rescue.encounter_open",
            _("还有现场救助记录没有办结。"),
            _("请先办结每个人的现场救助记录，再办结线索。"),
            field="closing",
        )
    return _unproved(closing, done) if closing in PROVED_BY else _unsought(closing, words, done)


def _unproved(closing: Closing, done: Answered) -> DomainError | None:
    if not done.outcomes:
        return NotNow(
            "rescue.no_encounter",
            _("还没有现场救助记录，不能按“%(closing)s”办结。"),
            _("请先填写现场救助记录，再办结线索。"),
            field="closing",
            closing=closing.label,
        )
    if not PROVED_BY[closing] & set(done.outcomes):
        return NotNow(
            "rescue.closing_unproved",
            _("现场救助记录中没有一人的结果与“%(closing)s”相符。"),
            _("请按现场救助记录的实际结果选择。"),
            field="closing",
            closing=closing.label,
        )
    return None


def _unsought(closing: Closing, words: str, done: Answered) -> DomainError | None:
    if set(done.outcomes) - GONE:
        return NotNow(
            "rescue.somebody_met",
            _("现场已见到人，不能按“%(closing)s”办结。"),
            _("请按现场救助记录的实际结果选择。"),
            field="closing",
            closing=closing.label,
        )
    if not words:
        return Invalid(
            "rescue.closing_words",
            _("按“%(closing)s”办结需要说明情况。"),
            _("请写明到过哪里、问过谁，或为什么无效。"),
            field="words",
            closing=closing.label,
        )
    if closing is Closing.NOT_FOUND and not (done.on_scene or done.outcomes or done.confirmed):
        return NotNow(
            "rescue.nobody_went",
            _("没有队伍到过现场，不能按“%(closing)s”办结。"),
            _("请先派队伍到场查找；报告人撤回或情况已消除的，报告带班领导并选择确认人。"),
            field="confirmed_by",
            closing=closing.label,
        )
    return None


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
