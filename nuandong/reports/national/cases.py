"""Our cases as a national system asks for them. Names and numbers are masked here; a reader opens them one by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor
from nuandong.people.categories import categories
from nuandong.people.ethnic import TITLES
from nuandong.people.kinds import DocumentKind, Sex
from nuandong.people.selectors import copying as homes
from nuandong.people.selectors.cards import DocumentCard, PersonCard
from nuandong.reports.models import NationalSerial
from nuandong.reports.national.shape import System
from nuandong.rescue import copying as stays

OPENED: Final = {"name": "name", "phone": "phone", "address": "address", "document": "document"}
"""What of a person is masked, and by which field it is opened."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `values` by code of the system's fields, empty where nothing was recorded or it is not kept."""

    id: UUID
    region: int
    label: str
    day: date | None
    person: UUID | None
    document: UUID | None
    values: Mapping[str, str]
    serial: str

    def opens(self, system: System, code: str) -> str:
        """The field of the person that this value hides a part of; empty where it is not masked."""
        kind, _dot, name = system.field(code).from_.partition(".")
        if kind not in {"person", "head"} or not self.values.get(code):
            return ""
        return OPENED.get(name, "")


def cases(
    system: System,
    *,
    by: Actor,
    region: int,
    since: date,
    until: date,
    after: UUID | None = None,
    limit: int,
) -> list[Case]:
    """The cases of a region: stays that began on these days, or households that hold a category on the last of them.

    A steady number of queries. Raises Forbidden.
    """
    if system.cases == "stay":
        found = stays.cases(by, within=span(region), since=since, until=until, after=after, limit=limit)
        return _stays(system, found, by)
    held = homes.holdings_of(system.categories, by=by, on=until, within=span(region), after=after, limit=limit)
    return _homes(system, held, by, until)


def cases_by_id(system: System, identities: Collection[UUID], *, by: Actor, on: date) -> dict[UUID, Case]:
    """Those of the given cases that lie within the scope. Raises Forbidden."""
    if system.cases == "stay":
        found = _stays(system, list(stays.cases_of(identities, by=by).values()), by)
    else:
        held = homes.holdings_by_id(identities, system.categories, by=by, on=on)
        found = _homes(system, list(held.values()), by, on)
    return {one.id: one for one in found}


def _stays(system: System, found: Sequence[stays.Case], by: Actor) -> list[Case]:
    persons = [one.person.id for one in found if one.person]
    papers, numbers = homes.papers_of(persons, by=by), _serials(system, [one.id for one in found])
    made = []
    for one in found:
        paper = papers.get(one.person.id) if one.person else None
        about = {f"person.{name}": words for name, words in _person(one.person, paper).items()}
        about |= {f"stay.{name}": words for name, words in one.values.items()}
        # What was seen at the door stands where no card says it.
        about["person.sex"] = about.get("person.sex") or one.values["sex"]
        made.append(_case(system, one.id, one.region, one.number, one.at.date(), one.person, paper, about, numbers))
    return made


def _homes(system: System, found: Sequence[homes.Holding], by: Actor, on: date) -> list[Case]:
    heads = [one.household.head for one in found]
    papers = homes.papers_of([head.id for head in heads if head], by=by)
    numbers = _serials(system, [one.household.id for one in found])
    paths = divisions.name_paths({one.household.region for one in found}, on) if found else {}
    made = []
    for one, head in zip(found, heads, strict=True):
        home, paper = one.household, papers.get(head.id) if head else None
        parts = paths[home.region].split("/")
        about = {f"head.{name}": words for name, words in _person(head, paper).items()} | {
            "household.number": home.number,
            "household.size": str(len(home.members)),
            "household.address": home.address,
            "household.township": parts[-2] if len(parts) > 1 else "",
            "household.village": parts[-1],
            "household.categories": "、".join(_(categories()[code].title) for code in one.held),
            "household.since": min(one.held.values()).isoformat() if one.held else "",
        }
        label = head.name if head else home.number
        day = min(one.held.values()) if one.held else None
        made.append(_case(system, home.id, home.region, label, day, head, paper, about, numbers))
    return made


def _case(
    system: System,
    identity: UUID,
    region: int,
    label: str,
    day: date | None,
    person: PersonCard | None,
    paper: DocumentCard | None,
    about: Mapping[str, str],
    numbers: Mapping[UUID, str],
) -> Case:
    return Case(
        id=identity,
        region=region,
        label=label,
        day=day,
        person=person.id if person else None,
        document=paper.id if paper else None,
        values={one.code: about.get(one.from_, "") for one in system.fields},
        serial=numbers.get(identity, ""),
    )


def _person(card: PersonCard | None, paper: DocumentCard | None) -> Mapping[str, str]:
    if card is None:
        return {}
    return {
        "name": card.name if card.known else "",
        "sex": "" if card.sex == Sex.UNKNOWN else str(Sex(card.sex).label),
        "birth": card.birth_on.isoformat() if card.birth_on else str(card.birth_year or ""),
        "ethnic": TITLES.get(card.ethnic_code, ""),
        "phone": card.phone,
        "address": card.address,
        "document": paper.number if paper else "",
        "document_kind": str(DocumentKind(paper.kind).label) if paper else "",
    }


def _serials(system: System, identities: Collection[UUID]) -> dict[UUID, str]:
    rows = NationalSerial.objects.filter(system=system.system, case__in=list(identities))
    return dict(rows.values_list("case", "serial"))
