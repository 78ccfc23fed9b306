from nuandong.duty.models.post import Post
from nuandong.duty.models.reach_call import ReachCall
from nuandong.duty.models.reach_test import ReachTest
from nuandong.duty.models.roster_draft import RosterDraft
from nuandong.duty.models.shift import Shift
from nuandong.duty.models.shift_handover import ShiftHandover
from nuandong.duty.models.swap_request import SwapRequest
from nuandong.duty.models.team import Team
from nuandong.duty.models.team_member import TeamMember
from nuandong.duty.models.team_position import TeamPosition
from nuandong.duty.models.vehicle import Vehicle
from nuandong.duty.models.vehicle_use import VehicleUse

__all__ = [
    "Post",
    "ReachCall",
    "ReachTest",
    "RosterDraft",
    "Shift",
    "ShiftHandover",
    "SwapRequest",
    "Team",
    "TeamMember",
    "TeamPosition",
    "Vehicle",
    "VehicleUse",
]
