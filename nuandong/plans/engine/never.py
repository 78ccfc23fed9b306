"""What may not happen."""

from collections.abc import Iterator

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import SEASON, Case
from nuandong.plans.engine.conditions import matches
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import Never


def touched(case: Case[Never], fact: Fact) -> Iterator[Key]:
    if fact.kind == case.duty.event:
        for scope in case.scopes_of(fact.region):
            yield case.key(scope, SEASON)


def evaluate(case: Case[Never], key: Key) -> Record | None:
    """The state of one division over the whole window; its evidence are the forbidden events."""
    duty, scope, window = case.duty, int(key.scope), case.activation.window
    if scope not in case.scopes:
        return None
    happened = case.facts.between(duty.event, span_of(scope), window.start, window.end)
    forbidden = [fact for fact in happened if matches(duty.where, fact.payload)]
    return case.record(
        key,
        forbidden,
        region=scope,
        subject=None,
        starts_at=window.start,
        due_at=window.end,
        keeps=True,
        needed=0,
        done=len(forbidden),
        fails_at=forbidden[0].acted_at if forbidden else None,
    )
