"""Which rows: the one door through which web, commands and jobs reach scoped tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from nuandong.kernel.actors import Actor, Span
from nuandong.machine.access import PAIRS, SETTINGS

_current: ContextVar[Actor | None] = ContextVar("nuandong_scope", default=None)

_SET = "SELECT " + ", ".join(["set_config(%s, %s, true)"] * (2 * PAIRS))


@contextmanager
def enter(actor: Actor) -> Iterator[None]:
    """Open a transaction in which exactly the rows of the actor's regions are visible.

    The setting is local to the transaction: at session level it would leak to the next user of a pooled connection.
    Scopes may nest; leaving an inner one restores the outer one.
    """
    outer = _current.get()
    with transaction.atomic():
        _apply(actor.spans)
        token = _current.set(actor)
        try:
            yield
        finally:
            _current.reset(token)
        # Only after success: an exception, or a rollback asked for, takes the settings made inside along. In a
        # transaction of our own the settings end with it.
        if (outer is not None or connection.savepoint_ids) and not connection.needs_rollback:
            _apply(outer.spans if outer else ())


@contextmanager
def where(actor: Actor, permission: str) -> Iterator[Actor]:
    """Inside an entered scope: see only the regions where a permission holds; the value is the actor so narrowed.

    Costs nothing for somebody whose posts are all for one region.
    """
    narrowed = actor.where(permission)
    if narrowed is actor:
        yield actor
    else:
        with enter(narrowed):
            yield narrowed


def current() -> Actor | None:
    """Whose scope is entered, if any."""
    return _current.get()


def _apply(spans: tuple[Span, ...]) -> None:
    values: list[str] = []
    for place, (low, high) in enumerate(SETTINGS):
        span = spans[place] if place < len(spans) else None
        values += [low, str(span.lo) if span else "", high, str(span.hi) if span else ""]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
