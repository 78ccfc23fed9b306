from nuandong.people.models.category_assignment import CategoryAssignment
from nuandong.people.models.household import Household
from nuandong.people.models.identity_document import IdentityDocument
from nuandong.people.models.membership import Membership
from nuandong.people.models.person import Person
from nuandong.people.models.person_key import PersonKey
from nuandong.people.models.proposed_pair import ProposedPair

__all__ = [
    "CategoryAssignment",
    "Household",
    "IdentityDocument",
    "Membership",
    "Person",
    "PersonKey",
    "ProposedPair",
]
