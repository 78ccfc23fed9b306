"""Lines that failed or came back: why, what to do, and which can be paid again."""

from collections.abc import Sequence
from dataclasses import dataclass

from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.reasons import REASONS, Reason, reason_of
from nuandong.relief.models import AccountChange, Payout, PayoutLine
from nuandong.relief.steps import HOLDING, OWED


@dataclass(frozen=True, slots=True)
class Failed:
    """A line that is owed. `change`: another account for it, confirmed or not; `followed`: it is planned again."""

    line: PayoutLine
    reason: Reason
    change: AccountChange | None
    followed: bool

    @property
    def ready(self) -> bool:
        """Whether it can be paid again: nothing under way, and the account confirmed or known to be right."""
        confirmed = self.change is not None and self.change.confirmed_at is not None
        return not self.followed and (confirmed or (self.reason.remedy == "same" and self.change is None))


def failures(payout: Payout, lines: Sequence[PayoutLine] | None = None) -> list[Failed]:
    """The failed lines of a payout in their order, or those given. Three queries."""
    if lines is None:
        lines = list(payout.lines.filter(state__in=sorted(OWED)).order_by("serial"))
    changes = {
        one.line_id: one for one in AccountChange.objects.filter(line__in=[x.id for x in lines], dropped_at=None)
    }
    held = PayoutLine.objects.filter(instalment__in=[one.instalment_id for one in lines], state__in=sorted(HOLDING))
    followed = set(held.values_list("instalment_id", flat=True))
    known = layout_named(payout.layout).answer.reasons
    return [
        Failed(
            one,
            REASONS[reason_of(known, one.bank_code, one.bank_words)],
            changes.get(one.id),
            one.instalment_id in followed,
        )
        for one in lines
    ]


def ready(payout: Payout) -> list[PayoutLine]:
    """The failed lines that can be paid again."""
    return [one.line for one in failures(payout) if one.ready]
