from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.plans.running import running_plan
from nuandong.plans.schema import Strength
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.cascading import Chosen, Piece, pieces
from nuandong.tasks.errors import raced
from nuandong.tasks.models import Task
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.origins import Origin
from nuandong.tasks.states import OriginKind


@dataclass(frozen=True, slots=True)
class Cascaded:
    """What a run did: `made` tasks, how many `stood` already, and the pieces nobody was found for or whose time is
    over."""

    made: tuple[Task, ...]
    stood: int
    nobody: tuple[Piece, ...]
    over: tuple[Piece, ...]


@transaction.atomic
def cascade_plan(*, by: Actor, now: datetime, activation: UUID, chosen: Chosen | None = None) -> Cascaded:
    """Turn the phases of an activated plan into tasks for units: each task once for each unit, however often it is run.

    `chosen` gives units for words of the plan that match none. Raises NotFound, Forbidden, OutOfScope, Invalid for a
    unit of elsewhere, Conflict if somebody ran it at the same moment. Source: OPS-003.
    """
    _plan, running = running_plan(activation)
    permissions.check(by, ASSIGN, region=running.region)
    standing = set(Task.objects.filter(origin=OriginKind.PLAN, origin_of=activation).values_list("origin_code", "unit"))
    wanted = pieces(activation, by=by, now=now, chosen=chosen)
    over = [piece for piece in wanted if piece.due_at <= now]
    made: list[Task] = []
    stood = 0
    for piece in wanted:
        for unit in piece.units:
            if (piece.code, unit.id) in standing:
                stood += 1
            elif piece.due_at > now:
                made.append(_assign(piece, unit.id, unit.region, activation, by=by, now=now))
    return Cascaded(tuple(made), stood, tuple(piece for piece in wanted if piece.open_words), tuple(over))


def _assign(piece: Piece, unit: UUID, region: int, activation: UUID, *, by: Actor, now: datetime) -> Task:
    try:
        with transaction.atomic():
            return assign_task(
                by=by,
                now=now,
                region=region,
                unit=unit,
                title=piece.title,
                due_at=piece.due_at,
                deliverable=piece.deliverable,
                origin=Origin(OriginKind.PLAN, activation, piece.code),
                strength=Strength(piece.strength),
            )
    except IntegrityError as error:
        raise raced() from error
