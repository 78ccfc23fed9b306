"""From plain details to the columns and keys of a row, and back."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from nuandong.people.details import Details
from nuandong.people.keys import id_keys, name_keys, phone_keys, temporary_keys
from nuandong.people.masking import mask_address, mask_name, mask_phone
from nuandong.people.models import IdentityDocument, Person, PersonKey
from nuandong.vault import api as vault

PERSON: Final = "people_person"
DOCUMENT: Final = "people_identitydocument"
HOUSEHOLD: Final = "people_household"
KEY_PURPOSE: Final = "people.key"
_MASKS: Final = {"name": mask_name, "phone": mask_phone, "address": mask_address}
PLAIN: Final = ("sex", "birth_on", "birth_year", "ethnic_code", "hukou_region", "dead_on")


def columns(person: UUID | str, details: Details) -> dict[str, Any]:
    """Column values of `people_person` for checked details."""
    values: dict[str, Any] = {field: getattr(details, field) for field in PLAIN}
    for field, mask in _MASKS.items():
        text: str = getattr(details, field)
        values[f"{field}_sealed"] = vault.seal(PERSON, f"{field}_sealed", person, text) if text else None
        values[f"{field}_masked"] = mask(text)
    return values


def opened(person: Person) -> Details:
    """The details of a stored person in plain; for actions of this module only, a reader unmasks."""
    values: dict[str, Any] = {field: getattr(person, field) for field in PLAIN}
    return Details(**values | {field: open_field(person, field) for field in _MASKS})


def open_field(person: Person, field: str) -> str:
    """One sealed field of a person, "" where there is none."""
    sealed = getattr(person, f"{field}_sealed")
    return "" if sealed is None else vault.open_sealed(PERSON, f"{field}_sealed", person.pk, sealed)


def open_number(document: IdentityDocument) -> str:
    sealed = document.number_sealed
    return "" if sealed is None else vault.open_sealed(DOCUMENT, "number_sealed", document.pk, bytes(sealed))


def detail_keys(details: Details) -> set[str]:
    return name_keys(details.name) | phone_keys(details.phone)


def person_keys(person: Person) -> set[str]:
    """All keys of a stored person, computed anew."""
    keys = detail_keys(opened(person)) | temporary_keys(person.temporary_number)
    for document in person.documents.all():
        keys |= id_keys(open_number(document))
    return keys


def hashed(key: str) -> bytes:
    return vault.blind(KEY_PURPOSE, key)


def add_keys(person: UUID, region: int, keys: Iterable[str]) -> None:
    # A key may be there already: the tails of two numbers can be alike.
    rows = [PersonKey(key=hashed(key), region=region, person_id=person) for key in sorted(keys)]
    PersonKey.objects.bulk_create(rows, ignore_conflicts=True)


def remove_keys(person: UUID, region: int, keys: Iterable[str]) -> None:
    if hashes := [hashed(key) for key in keys]:
        PersonKey.objects.filter(key__in=hashes, region=region, person_id=person).delete()
