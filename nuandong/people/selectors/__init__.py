"""Reads of this module. The scope is entered by the caller; permissions are checked here."""

from nuandong.people.selectors.cards import DocumentCard, PersonCard, card, cards, documents
from nuandong.people.selectors.duplicates import Duplicate, probable_duplicates
from nuandong.people.selectors.holdings import HeldCategory, categories_of, holders, members_of_category
from nuandong.people.selectors.households import (
    HouseholdCard,
    Member,
    homes_of,
    household,
    household_of_person,
    households,
    members_of,
)
from nuandong.people.selectors.listing import (
    After,
    badges_of,
    categories_ever,
    counties,
    households_count,
    households_of,
    people_of,
)
from nuandong.people.selectors.pairs import (
    MILLION,
    AfterPair,
    Wanted,
    pair,
    pair_counts,
    pairs,
    pairs_of_person,
    same_as,
)
from nuandong.people.selectors.search import FoundPerson, Page, Place, search

__all__ = [
    "MILLION",
    "After",
    "AfterPair",
    "DocumentCard",
    "Duplicate",
    "FoundPerson",
    "HeldCategory",
    "HouseholdCard",
    "Member",
    "Page",
    "PersonCard",
    "Place",
    "Wanted",
    "badges_of",
    "card",
    "cards",
    "categories_ever",
    "categories_of",
    "counties",
    "documents",
    "holders",
    "homes_of",
    "household",
    "household_of_person",
    "households",
    "households_count",
    "households_of",
    "members_of",
    "members_of_category",
    "pair",
    "pair_counts",
    "pairs",
    "pairs_of_person",
    "people_of",
    "probable_duplicates",
    "same_as",
    "search",
]
