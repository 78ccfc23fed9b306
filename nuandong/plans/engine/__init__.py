"""The compliance engine: from journal events and plans to the state of every duty. Pure functions, no database.

A *fact* is an event as the engine sees it. Every *record* (instance of an obligation) is a function of the set of
facts known about it, not of the order in which they came; so bringing records up to date fact by fact gives what
computing them from scratch gives. What depends on the clock alone is never stored: `records.status` asks for
`now`.

How each status comes about
---------------------------
* An act counts by the time it was done (`acted_at`), not by the time it was typed. A later entry (补录) therefore
  turns a broken duty into a met one, and the record says so (`late_entry`).
* A voided event counts for nothing, whatever it was: act, trigger, warning, shift, waiver. Voiding is final: a
  correction of a correction is a new entry.
* `open`: the due time is ahead. From 75 % of the time on it is also due soon.
* `met`: done by the due time, the due time itself included; for presence and never, the time has passed without
  a fault.
* `broken`: a duty of strength `must` whose due time passed without the act; it stays broken when the act comes
  later, and then shows when (`done_late_at`). Presence breaks with the first gap longer than the tolerance,
  never with the first forbidden event, at that moment and not only at the end of the period.
* `late`: a weaker duty whose due time passed and whose act is still wanted (only `within`).
* `missed`: a weaker duty that is over: the act came too late, the period ended without it, the clock was
  released after the due time, or there was a gap or a forbidden event. It may carry a recorded reason.
* `waived`: a recorded decision (who, why) takes an instance out that was not met. A waiver never hides that it
  was met.
* `not_applicable`: the facts of the subject say that the duty does not hold, or an event released it before its
  due time.
* `on_hold`: the clock of a `within` stands still while the subject carries a flag of `hold`; time on hold is
  added.

Periods are Shanghai days, weeks from Monday, calendar months, quarters and half years, clipped to the window of the
activation. A clipped week or month asks for its share of the number, rounded down; a share of nothing asks for
nothing. A clipped quarter or half year rounds to the nearest: a winter never holds a whole one.
"""

from nuandong.plans.engine.activations import Activation
from nuandong.plans.engine.facts import Fact, Facts
from nuandong.plans.engine.memory import MemoryFacts
from nuandong.plans.engine.records import Key, Record, Status, status
from nuandong.plans.engine.state import Engine, State

__all__ = ["Activation", "Engine", "Fact", "Facts", "Key", "MemoryFacts", "Record", "State", "Status", "status"]
