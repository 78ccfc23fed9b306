"""What may not happen."""

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import Never


def evaluate(case: Case[Never], key: Key) -> Record | None:
    """The state of one division over the whole window; its evidence are the forbidden events."""
    scope, window = int(key.scope), case.activation.window
    if scope not in case.scopes:
        return None
    forbidden = case.facts.between(case.acts, span_of(scope), window.start, window.end)
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
