from nuandong.rescue.models.bed import Bed
from nuandong.rescue.models.bed_use import BedUse
from nuandong.rescue.models.belonging import Belonging
from nuandong.rescue.models.care_entry import CareEntry
from nuandong.rescue.models.clue import Clue
from nuandong.rescue.models.clue_counter import ClueCounter
from nuandong.rescue.models.department_notice import DepartmentNotice
from nuandong.rescue.models.dispatch import Dispatch
from nuandong.rescue.models.encounter import Encounter
from nuandong.rescue.models.exit_record import ExitRecord
from nuandong.rescue.models.follow_up import FollowUp
from nuandong.rescue.models.hospital_case import HospitalCase
from nuandong.rescue.models.informant import Informant
from nuandong.rescue.models.informant_reward import InformantReward
from nuandong.rescue.models.kin_notice import KinNotice
from nuandong.rescue.models.leave_request import LeaveRequest
from nuandong.rescue.models.patrol_check import PatrolCheck
from nuandong.rescue.models.patrol_mode import PatrolMode
from nuandong.rescue.models.patrol_round import PatrolRound
from nuandong.rescue.models.stay import Stay

__all__ = [
    "Bed",
    "BedUse",
    "Belonging",
    "CareEntry",
    "Clue",
    "ClueCounter",
    "DepartmentNotice",
    "Dispatch",
    "Encounter",
    "ExitRecord",
    "FollowUp",
    "HospitalCase",
    "Informant",
    "InformantReward",
    "KinNotice",
    "LeaveRequest",
    "PatrolCheck",
    "PatrolMode",
    "PatrolRound",
    "Stay",
]
