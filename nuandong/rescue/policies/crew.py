"""Who belongs to a crew: what he reports is first hand, what others type for it is relayed."""

from datetime import datetime
from uuid import UUID

from nuandong.duty import selectors as duty
from nuandong.kernel.actors import Actor
from nuandong.rescue.models import Clue
from nuandong.rescue.states.dispatch import LIVE


def in_team(by: Actor, team: UUID, at: datetime) -> bool:
    """Whether the actor himself types, and is out with the team at that moment."""
    if by.staff != by.typist:
        return False
    mine = duty.my_team(by.staff, at)
    return mine is not None and mine.team == team


def belongs_to_crew(by: Actor, clue: Clue, at: datetime) -> bool:
    """Whether the actor is out with a team that was sent to the clue."""
    mine = duty.my_team(by.staff, at)
    return mine is not None and clue.dispatches.filter(team=mine.team, state__in=LIVE).exists()
