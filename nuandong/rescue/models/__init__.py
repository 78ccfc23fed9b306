from nuandong.rescue.models.clue import Clue
from nuandong.rescue.models.clue_counter import ClueCounter
from nuandong.rescue.models.dispatch import Dispatch
from nuandong.rescue.models.escalation import Escalation
from nuandong.rescue.models.patrol_check import PatrolCheck
from nuandong.rescue.models.patrol_mode import PatrolMode
from nuandong.rescue.models.patrol_round import PatrolRound

__all__ = ["Clue", "ClueCounter", "Dispatch", "Escalation", "PatrolCheck", "PatrolMode", "PatrolRound"]
