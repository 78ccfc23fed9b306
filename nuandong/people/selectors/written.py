"""The heads of many households as a list is written: plain for whoever may see them so, masked for others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.kinds import DocumentKind
from nuandong.people.masking import GONE, mask_number
from nuandong.people.rows import DOCUMENT, HOUSEHOLD, PERSON
from nuandong.vault import api as vault

UNMASK = "people.person.unmask"


@dataclass(slots=True)
class Head:
    """Whoever stands for a household in a list; empty where it is not known."""

    name: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""


def heads_of(households: Collection[UUID], *, by: Actor, plain: bool) -> dict[UUID, Head]:
    """Household → its head and address; one query. `plain` needs the right to unmask: Forbidden without it.

    The caller leaves the event that says who took the list and why.
    """
    permissions.check(by, "people.household.see")
    if plain:
        permissions.check(by, UNMASK)
    found: dict[UUID, Head] = {}
    for home, address, name, phone, document, number, *sealed in _rows(list(households), plain=plain):
        told = vault.open_sealed(DOCUMENT, "number_sealed", document, number) if number is not None else ""
        if plain:
            opened = _opened(home, *sealed)
            address, name, phone = (one or masked for one, masked in zip(opened, (address, name, phone), strict=True))
        found[home] = Head(name, told if plain else mask_number(told), phone, address)
    return found


def _opened(home: UUID, person: str | None, *sealed: bytes | None) -> tuple[str, str, str]:
    """Address, name and telephone in full, each "" where there is none."""
    places = ((HOUSEHOLD, "address_sealed", home), (PERSON, "name_sealed", person), (PERSON, "phone_sealed", person))
    address, name, phone = (
        vault.open_sealed(table, column, row, bytes(content)) if content is not None and row is not None else ""
        for (table, column, row), content in zip(places, sealed, strict=True)
    )
    return address, name, phone


def _rows(households: list[UUID], *, plain: bool) -> Iterator[tuple[Any, ...]]:
    # Lists of a hundred thousand homes: rows as the database gives them, one array for one parameter. What belongs to a
    # home is looked up home by home: joined as whole tables, a register that was just imported (and of whose size the
    # planner does not know yet) is walked through once for each. The new number of an identity card wins over the one
    # of fifteen digits. Ids are texts where they only say what a value was sealed for.
    full = ", p.id::text, h.address_sealed, p.name_sealed, p.phone_sealed" if plain else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.id, h.address_masked,"  # noqa: S608
            " CASE WHEN starts_with(p.temporary_number, %s) AND p.name_masked = '' THEN %s"
            " ELSE coalesce(p.name_masked, '') END, coalesce(p.phone_masked, ''),"
            f" d.id::text, d.number_sealed{full}"
            " FROM unnest(%s::uuid[]) one"
            " JOIN LATERAL (SELECT * FROM people_household WHERE id = one LIMIT 1) h ON TRUE"
            " LEFT JOIN LATERAL (SELECT person_id FROM people_membership"
            " WHERE household_id = h.id AND until IS NULL AND relation = 'head' LIMIT 1) m ON TRUE"
            " LEFT JOIN LATERAL (SELECT * FROM people_person WHERE id = m.person_id LIMIT 1) p ON TRUE"
            " LEFT JOIN LATERAL (SELECT id, number_sealed FROM people_identitydocument"
            " WHERE person_id = p.id AND kind = ANY(%s) ORDER BY kind, id DESC LIMIT 1) d ON TRUE",
            [GONE, GONE, households, [DocumentKind.ID_CARD.value, DocumentKind.ID_CARD_LEGACY.value]],
        )
        yield from cursor.fetchall()
