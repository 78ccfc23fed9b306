"""How pairs of records are told: both sides masked, the outcome of every field in words, its weight as a bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.batch.linkage.fields import FIELDS, Field
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.org.selectors import names_of
from nuandong.people import selectors
from nuandong.people.kinds import DocumentKind, PairState
from nuandong.people.selectors import PersonCard
from nuandong.relief.rules import SEE as SEE_RELIEF
from nuandong.relief.selectors import needs_of_homes
from nuandong.web import wording
from nuandong.web.pages.people import showing
from nuandong.web.pages.people.helping import helped

if TYPE_CHECKING:
    from nuandong.people.models import ProposedPair
    from nuandong.relief.models import Need

Outcomes = Mapping[str, Sequence[Any]]
"""Field → name of the level, weight."""
TONES: Final = {PairState.OPEN: "soon", PairState.SAME: "ok", PairState.DIFFERENT: "mute", PairState.UNSURE: "info"}
_SAID: Final = 3
"""Fields that a line of the list names: those that weigh most for the pair."""
_TELLING: Final = 1.0


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair as lists show it; `left` and `right` are None for a record that has left the scope since."""

    pair: "ProposedPair"
    left: showing.PersonLine | None
    right: showing.PersonLine | None
    chance: str
    why: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of both records. `weight` is signed, in powers of two; `bar` its size in percent of the greatest."""

    title: str
    left: str
    right: str
    outcome: str
    weight: str
    bar: int
    tone: str


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair with what it is part of; None where the reader may not see it."""

    line: showing.PersonLine
    home: showing.HouseholdLine | None
    members: Sequence[showing.PersonLine]
    helped: list[dict[str, Any]] | None
    needs: "list[Need] | None"


def lines(pairs: "Sequence[ProposedPair]", *, by: Actor, on: date) -> list[PairLine]:
    """Lines for a page of pairs; as many queries for fifty as for one."""
    wanted = {person for pair in pairs for person in (pair.person_a_id, pair.person_b_id)}
    found = selectors.cards(wanted, by=by) if wanted else {}
    told = {line.card.id: line for line in showing.person_lines(list(found.values()), by=by, on=on)}
    return [
        PairLine(
            pair,
            told.get(pair.person_a_id),
            told.get(pair.person_b_id),
            percent(pair.probability / selectors.MILLION),
            why(pair.outcomes),
            str(PairState(pair.state).label),
            TONES[PairState(pair.state)],
        )
        for pair in pairs
    ]


def percent(probability: float) -> str:
    """A probability in words; never a hundred, for nothing is certain before somebody has looked."""
    return f"{min(probability * 100, 99.9):.1f}%"


def why(outcomes: Outcomes) -> str:
    """The fields that speak for one person most, in words."""
    weighed = sorted(_told(outcomes), key=lambda one: -one[2])
    return wording.listing(
        _("%(field)s%(outcome)s") % {"field": _(field.title), "outcome": level}
        for field, level, weight in weighed[:_SAID]
        if weight >= _TELLING
    )


def rows(pair: "ProposedPair", left: Side, right: Side, *, by: Actor) -> list[FieldRow]:
    """Every field side by side; fields that one record lacks say nothing and have no bar."""
    compared = {field.name: (level, weight) for field, level, weight in _told(pair.outcomes)}
    longest = max((abs(weight) for _level, weight in compared.values()), default=1.0) or 1.0
    mine, others = _values(left, by), _values(right, by)
    found = []
    for field in FIELDS:
        level, weight = compared.get(field.name, (_("有一方没有登记"), 0.0))
        found.append(
            FieldRow(
                _(field.title),
                mine[field.name],
                others[field.name],
                level,
                f"{weight:+.1f}" if field.name in compared else "",
                round(abs(weight) / longest * 100),
                "ok" if weight > 0 else "late",
            )
        )
    return found


def side(person: UUID, *, by: Actor, on: date) -> Side | None:
    """One record with its household, stays and needs; None when it has left the scope."""
    found = selectors.cards([person], by=by)
    if person not in found:
        return None
    sees_home = permissions.allows(by, "people.household.see")
    home = selectors.household_of_person(person, by=by, on=on) if sees_home else None
    sees_relief = permissions.allows(by, SEE_RELIEF)
    needs = needs_of_homes(by, [home.id]).get(home.id, []) if home and sees_relief else []
    return Side(
        showing.person_lines(list(found.values()), by=by, on=on)[0],
        showing.household_lines([home], on)[0] if home else None,
        showing.member_lines(home.members, on) if home else [],
        helped(by, person),
        needs if sees_relief else None,
    )


def decided(pair: "ProposedPair") -> str:
    """Who decided."""
    return names_of([pair.decided_by]).get(pair.decided_by, "") or _("系统") if pair.decided_by else ""


def _told(outcomes: Outcomes) -> list[tuple[Field, str, float]]:
    """The fields that both records have, with the words of the level and its weight."""
    found = []
    for field in FIELDS:
        if field.name in outcomes:
            name, weight = outcomes[field.name]
            title = next((level.title for level in field.levels if level.name == name), name)
            found.append((field, _(title), float(weight)))
    return found


def _values(side: Side, by: Actor) -> dict[str, str]:
    card: PersonCard = side.line.card
    papers = [paper for paper in selectors.documents(card.id, by=by) if paper.kind != DocumentKind.HUKOU_BOOK]
    account = next((need.account_masked for need in side.needs or () if need.account_masked), "")
    return {
        "name": card.name,
        "id_number": wording.listing(paper.number for paper in papers if paper.number),
        "birth_date": showing.birth_words(card),
        "sex": side.line.sex,
        "address": " ".join(part for part in (side.line.place, card.address) if part),
        "card": account,
        "phone": card.phone,
    }
