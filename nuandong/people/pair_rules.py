"""Who may decide about a pair of records, and whether there is something to decide."""

from typing import Final

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.kinds import PairState
from nuandong.people.models import ProposedPair

SEE: Final = "people.pair.see"
DECIDE: Final = "people.pair.decide"
REASON_LIMIT: Final = 200
_SHORTEST_REASON: Final = 2
UNDECIDED: Final = (PairState.OPEN, PairState.UNSURE)


def check_decide(pair: ProposedPair, by: Actor) -> None:
    """Raises Forbidden, OutOfScope, NotNow (decided already)."""
    permissions.check(by, DECIDE, region=pair.region)
    if pair.state not in UNDECIDED:
        raise decided_already()


def check_reopen(pair: ProposedPair, by: Actor) -> None:
    """Raises Forbidden, OutOfScope, NotNow (nothing decided)."""
    permissions.check(by, DECIDE, region=pair.region)
    if pair.state == PairState.OPEN:
        raise not_decided()


def reason_of(text: str) -> str:
    """The reason of a decision, cleaned; Invalid where there is none."""
    said = clean_line(text, REASON_LIMIT, field="reason")
    if len(said) < _SHORTEST_REASON:
        raise Invalid(
            "people.pair_reason", _("没有写明依据。"), _("请写明怎样核对的，例如“电话问过本人”。"), field="reason"
        )
    return said


def decided_already() -> NotNow:
    return NotNow("people.pair_decided", _("这一对已经有结论。"), _("要改结论，请先撤销。"))


def not_decided() -> NotNow:
    return NotNow("people.pair_open", _("这一对还没有结论。"), _("请刷新页面核对。"))
