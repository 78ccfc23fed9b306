from nuandong.org.models.account import Account
from nuandong.org.models.case_act import CaseAct
from nuandong.org.models.delegation import Absence, Delegation
from nuandong.org.models.handover_record import HandoverRecord
from nuandong.org.models.ladder_call import LadderCall
from nuandong.org.models.login_attempt import LoginAttempt, Outcome
from nuandong.org.models.post import Post
from nuandong.org.models.role import Role
from nuandong.org.models.signed_session import End, Means, SignedSession
from nuandong.org.models.staff import Sex, Staff
from nuandong.org.models.unit import Unit, UnitKind

__all__ = [
    "Absence",
    "Account",
    "CaseAct",
    "Delegation",
    "End",
    "HandoverRecord",
    "LadderCall",
    "LoginAttempt",
    "Means",
    "Outcome",
    "Post",
    "Role",
    "Sex",
    "SignedSession",
    "Staff",
    "Unit",
    "UnitKind",
]
