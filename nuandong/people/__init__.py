"""Persons and households: who they are, how they are found, what may be shown of them.

Words: a *person* is known by name or by a temporary number; a *card* is the masked view of a person; a *key* is a
hashed search term; a *category* is an aid group a person or household belongs to from a day to a day; *unmask* is to
read one field in full, which leaves an event with the reason.
Tables: people_person, people_personkey, people_identitydocument, people_household, people_membership,
people_categoryassignment. Called by rescue and the later kinds of winter work, pages, demo data; calls journal, vault,
geo and org.
"""
