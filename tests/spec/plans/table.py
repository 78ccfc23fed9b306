"""The tables of scenarios: how they are written, and how one is played.

    plan: rescue/city-winter-rescue            # file of library/plans
    activation: {from: 11-15, to: 03-15}       # window; also `region`, `regions`, `at`, `filled: {duty: day}`
    facts:                                     # in any order; each is played when it was recorded
      - {at: 11-16 20:00, kind: rescue.patrol_completed, payload: {night: true}}
      - {at: 11-18 20:00, days: 3, kind: rescue.patrol_completed}       # the same on three days in a row
      - {at: 11-20 09:00, kind: rescue.clue_received, subject: bridge, name: call, payload: {remote: false}}
      - {at: 11-20 09:20, kind: rescue.crew_on_scene, subject: bridge, recorded: 11-21 08:00}     # entered later
      - {at: 11-21 10:00, kind: journal.voided, voids: call}            # takes back the fact of that name
    expect:                                    # what somebody who asks at that moment is told
      - [11-20 10:00, {on-scene@bridge: broken}]
      - [11-21 09:00, {on-scene@bridge/call: met, patrol-weekly@county/11-16: open}]

Moments are `month-day hour:minute` of the season 2026/27, days `month-day`; months before July are 2027. An expectation
is for `duty`, `duty@scope`, `duty/anchor` or `duty@scope/anchor`: the scope is a division's name (below) or a subject,
the anchor the first day of a period, the day of a deadline, or the name of the fact that began it. Without an anchor
the last one that began is meant. Two scopes left is an error of the table. `none`: nothing is asked of anybody.

Facts: `region` (default township_a), `subject` (default: something new), `payload`, `recorded` (default: when done),
`voids`, `name`, `days`. In payloads days are ISO dates; in those of alerts, `from` and `until` are moments and `regions`
names of divisions.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from nuandong.duty.kinds import TeamKind
from nuandong.plans.engine import Fact, Key, Record, State, status
from nuandong.plans.loader import load
from nuandong.plans.schema import Plan
from nuandong.plans.vocabulary import vocabulary
from tests.plans.world import CALENDAR, COUNTY, LIBRARY, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, at, day

TABLES: Final = Path(__file__).parent
VOCABULARY: Final = vocabulary(teams=TeamKind.values)
NAMES: Final = {
    "prefecture": PREFECTURE, "county": COUNTY, "other_county": OTHER_COUNTY,
    "township_a": TOWNSHIP_A, "township_b": TOWNSHIP_B,
}  # fmt: skip
VOIDED: Final = "journal.voided"
NONE: Final = "none"
_SPACE: Final = UUID(int=3)
_DAY: Final = timedelta(days=1)


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Happened(Row):
    at: str
    kind: str
    region: str = "township_a"
    subject: str | None = None
    payload: Mapping[str, Any] = {}
    recorded: str | None = None
    voids: str | None = None
    name: str | None = None
    days: Annotated[int, Field(ge=1, le=150)] = 1


class Activated(Row):
    first: Annotated[str, Field(alias="from")]
    last: Annotated[str, Field(alias="to")]
    at: str = "11-01 09:00"
    region: str = "county"
    regions: tuple[str, ...] = ("county", "township_a", "township_b")
    filled: Mapping[str, str] = {}


class Scenario(Row):
    plan: str
    activation: Activated
    facts: tuple[Happened, ...]
    expect: Annotated[tuple[tuple[str, Mapping[str, str]], ...], Field(min_length=2)]

    def duties(self) -> set[str]:
        """The duties that are expected to be something at some moment."""
        return {
            Which.parse(which).duty for _at, wanted in self.expect for which, status in wanted.items() if status != NONE
        }

    def statuses(self) -> set[str]:
        return {one for _at, wanted in self.expect for one in wanted.values()}


class Which(Row):
    """What an expectation is about."""

    duty: str
    scope: str | None = None
    anchor: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Which":
        name, _slash, anchor = text.partition("/")
        duty, _at, scope = name.partition("@")
        return cls(duty=duty, scope=scope or None, anchor=anchor or None)


def read(path: Path) -> Scenario:
    """A table; raises ValidationError where it is not written as above."""
    return Scenario.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def plan_of(name: str) -> Plan:
    path = LIBRARY / f"{name}.yaml"
    return load(path.read_bytes(), path.name, VOCABULARY).plan


def wrong_names(scenario: Scenario) -> list[str]:
    """Kinds, payload fields and values that no event has: a table with one of them would prove nothing."""
    found = []
    for row in scenario.facts:
        if row.kind == VOIDED:
            continue
        if row.kind not in VOCABULARY.events:
            found.append(f"{row.kind}: no such event")
            continue
        fields = VOCABULARY.events[row.kind]
        for field, value in row.payload.items():
            if field not in fields:
                found.append(f"{row.kind}: no field {field}")
            elif fields[field] and not set(value if isinstance(value, list) else [value]) <= fields[field]:
                found.append(f"{row.kind}.{field}: no value {value}")
    return found


def subject(alias: str) -> UUID:
    return uuid5(_SPACE, alias)


class Play:
    """The facts of a scenario in the order in which they were recorded, and what is known at a moment."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self._state = State({scenario.plan: plan}, CALENDAR)
        self._named: dict[str, UUID] = {}
        self._state.apply([_activation(scenario)])
        rows = [row for written in scenario.facts for row in _each_day(written)]
        rows.sort(key=lambda row: row[1])
        self._waiting = [self._fact(number, *row) for number, row in enumerate(rows, 2)]

    def told(self, moment: str, which: str) -> str:
        """The status that is told at a moment. Ask in order of time."""
        now, asked = at(moment), Which.parse(which)
        known = [fact for fact in self._waiting if fact.recorded_at <= now]
        self._waiting = self._waiting[len(known) :]
        for fact in known:
            self._state.apply([fact])
        found = [record for key, record in self._state.visible(now).items() if self._meant(key, asked)]
        if not found:
            return NONE
        scopes = {record.key.scope for record in found}
        assert len(scopes) == 1, f"{moment} {which}: say which of {len(scopes)} scopes"
        return str(status(max(found, key=_began), now))

    def _meant(self, key: Key, asked: Which) -> bool:
        if key.obligation != asked.duty:
            return False
        if asked.scope is not None:
            code = NAMES.get(asked.scope)
            if key.scope != (f"{code:012}" if code else str(subject(asked.scope))):
                return False
        return asked.anchor is None or key.anchor == self._anchor(asked.anchor)

    def _anchor(self, text: str) -> str:
        return str(self._named[text] if text in self._named else day(text))

    def _fact(self, number: int, row: Happened, recorded_at: datetime, acted_at: datetime) -> Fact:
        fact = Fact(
            acted_at=acted_at,
            order=(number,),
            id=UUID(int=10_000 + number),
            kind=row.kind,
            region=NAMES[row.region],
            subject=subject(row.subject or f"new {number}"),
            recorded_at=recorded_at,
            payload=_payload(row),
            voids=self._named[row.voids] if row.voids else None,
        )
        if row.name:
            assert row.name not in self._named, f"two facts are called {row.name}"
            self._named[row.name] = fact.id
        return fact


def _began(record: Record) -> tuple[datetime, str]:
    return record.starts_at, record.key.anchor


def _each_day(row: Happened) -> Iterator[tuple[Happened, datetime, datetime]]:
    for number in range(row.days):
        acted = at(row.at) + number * _DAY
        yield row, at(row.recorded) + number * _DAY if row.recorded else acted, acted


def _payload(row: Happened) -> dict[str, Any]:
    payload = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.payload.items()}
    if row.kind.startswith("alerts."):
        payload |= {name: at(payload[name]).isoformat() for name in ("from", "until") if payload.get(name)}
        payload["regions"] = [NAMES[name] for name in payload.get("regions", ["county"])]
    return payload


def _activation(scenario: Scenario) -> Fact:
    start, filled = scenario.activation, scenario.activation.filled
    return Fact(
        acted_at=at(start.at),
        order=(1,),
        id=UUID(int=10_001),
        kind="plans.plan_activated",
        region=NAMES[start.region],
        subject=UUID(int=1),
        recorded_at=at(start.at),
        payload={
            "plan": scenario.plan,
            "plan_hash": scenario.plan,
            "region": NAMES[start.region],
            "regions": [NAMES[name] for name in start.regions],
            "starts_on": str(day(start.first)),
            "ends_on": str(day(start.last)),
            "filled": list(filled),
            "filled_on": [str(day(text)) for text in filled.values()],
        },
    )
