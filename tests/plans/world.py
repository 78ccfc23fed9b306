"""Facts for the engine, made by hand: a small world with a county, two townships, and a clock that counts entries."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from nuandong.kernel.calendar import WorkCalendar
from nuandong.kernel.clock import SHANGHAI
from nuandong.plans.agreement import Vocabulary
from nuandong.plans.engine import Fact, Key, Record, State, Status, status
from nuandong.plans.loader import load
from nuandong.plans.schema import Plan

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "library" / "plans"
CALENDAR = WorkCalendar.load(ROOT / "library" / "calendar", assume_weekends=True)

PREFECTURE, COUNTY, TOWNSHIP_A, TOWNSHIP_B, OTHER_COUNTY = (
    520100000000,
    520102000000,
    520102001000,
    520102002000,
    520103000000,
)
ACTIVATION = UUID(int=1)
HASH = "plan"

ANY: frozenset[object] = frozenset()
SWITCH: frozenset[object] = frozenset({True, False})
FLAGS: frozenset[object] = frozenset({"police_suspect_trafficking", "domestic_violence", "ill"})
VOCABULARY = Vocabulary(
    events={
        "rescue.patrol_completed": {"night": SWITCH, "points": ANY, "joint": SWITCH},
        "rescue.clue_received": {"remote": SWITCH},
        "rescue.crew_on_scene": {},
        "rescue.clue_closed": {"outcome": frozenset({"duplicate", "void", "helped", "not_found"})},
        "rescue.clue_handed_over": {},
        "rescue.person_admitted": {"identity": frozenset({"known", "unknown"}), "flags": FLAGS},
        "rescue.stay_changed": {"identity": frozenset({"known", "unknown"}), "flags": FLAGS},
        "rescue.kin_notice_published": {},
        "rescue.person_discharged": {},
        "rescue.dna_requested": {},
        "care.household_listed": {"category": ANY},
        "care.household_left": {},
        "care.contacted": {"by_phone": SWITCH},
        "care.leaflet_given": {},
        "tasks.work_recorded": {"work": ANY, "done": ANY, "base": ANY},
        "reports.report_submitted": {"report": ANY, "period_from": ANY, "period_to": ANY},
        "relief.notice_posted": {"notice": ANY},
        "relief.notice_removed": {},
        "rescue.encounter_closed": {"category": ANY, "outcome": ANY, "kit": SWITCH},
    },
    warnings=frozenset({
        "cold_wave", "snowstorm", "heavy_snow", "snow_disaster", "freeze", "road_icing", "road_ice_snow",
        "low_temperature_rain_snow_ice", "low_temperature_icing",
    }),
    posts=frozenset({"rescue.hotline", "rescue.reception", "rescue.patrol"}),
    teams=frozenset({"street_patrol", "volunteer"}),
)  # fmt: skip

HEADER = """\
plan: rescue/test
title: 测试方案
family: rescue
level: county
sources: [000#1]
season: {from: 11-15, to: +1/03-15}
organisation: {lead: 民政局}
obligations:
"""


def plan(duties: str, more: str = "") -> Plan:
    """A plan with the duties given as YAML list entries; title, strength, source and scope have defaults."""
    lines = []
    for duty in duties.strip().splitlines():
        entry = duty.strip().removeprefix("- {").removesuffix("}")
        for name, default in (("title", "义务"), ("strength", "must"), ("source", '"000#1 ¶2"'), ("scope", None)):
            if f"{name}:" not in entry and default is not None:
                entry += f", {name}: {default}"
        if "scope:" not in entry and "kind: within" not in entry and "kind: lasts" not in entry:
            entry += ", scope: each county"
        lines.append(f"  - {{{entry}}}")
    return load((HEADER + "\n".join([*lines, more])).encode(), "test.yaml", VOCABULARY).plan


def at(text: str) -> datetime:
    """`12-01 20:00` of the season 2026/27, Shanghai time; with its year where it is another: `2028-02-29 20:00`."""
    if text[4] != "-":
        text = f"{2027 if text < '07' else 2026}-{text}"
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


class World:
    """Makes facts and keeps a state up to date with them."""

    def __init__(self, duties: str, *, starts_on: str = "2026-11-15", ends_on: str = "2027-03-15") -> None:
        self.plans = {HASH: plan(duties)}
        self.state = State(self.plans, CALENDAR)
        self.facts: list[Fact] = []
        self.enter(
            "plans.plan_activated", "11-01 09:00", subject=ACTIVATION, region=COUNTY,
            payload={"plan_hash": HASH, "region": COUNTY, "regions": [COUNTY, TOWNSHIP_A, TOWNSHIP_B],
                     "starts_on": starts_on, "ends_on": ends_on},
        )  # fmt: skip

    def enter(
        self,
        kind: str,
        acted: str,
        *,
        subject: UUID | int | None = None,
        region: int = TOWNSHIP_A,
        payload: Mapping[str, Any] | None = None,
        recorded: str | None = None,
        voids: Fact | None = None,
    ) -> Fact:
        """Enter a fact; without a subject it is about something new."""
        number = len(self.facts) + 1
        subject = UUID(int=1000 + number) if subject is None else subject
        fact = Fact(
            acted_at=at(acted),
            order=(number,),
            id=UUID(int=10_000 + number),
            kind=kind,
            region=region,
            subject=UUID(int=subject) if isinstance(subject, int) else subject,
            recorded_at=at(recorded) if recorded else at(acted),
            payload=payload or {},
            voids=voids.id if voids else None,
        )
        self.facts.append(fact)
        self.state.apply([fact])
        return fact

    def patrol(self, acted: str, **more: Any) -> Fact:
        return self.enter("rescue.patrol_completed", acted, **{"payload": {"night": False, "points": 5}, **more})

    def void(self, fact: Fact, acted: str) -> Fact:
        return self.enter("journal.voided", acted, subject=fact.subject, region=fact.region, voids=fact)

    def warn(self, start: str, end: str | None, *, subject: int = 77, event: str = "cold_wave", level: str = "blue",
             region: int = COUNTY, kind: str = "alerts.warning_received", acted: str | None = None) -> Fact:  # fmt: skip
        until = at(end).isoformat() if end else None
        payload = {"event": event, "level": level, "regions": [region], "from": at(start).isoformat(), "until": until}
        return self.enter(kind, acted or start, subject=subject, region=region, payload=payload)

    def shift(
        self, start: str, end: str | None, *, subject: int, post: str = "rescue.hotline", leader: bool = False
    ) -> None:
        self.enter(
            "duty.shift_started", start, subject=subject, region=COUNTY, payload={"post": post, "leader": leader}
        )
        if end:
            self.enter("duty.shift_ended", end, subject=subject, region=COUNTY, payload={"post": post})

    def records(self, now: str) -> dict[Key, Record]:
        return self.state.visible(at(now))

    def record(self, now: str, anchor: str | None = None, scope: int | str | None = None) -> Record:
        """The one record with that anchor and scope (any, if not said)."""
        found = [
            record for key, record in self.records(now).items()
            if anchor in {None, key.anchor} and (scope is None or str(scope) == key.scope)
        ]  # fmt: skip
        assert len(found) == 1, [record.key for record in found]
        return found[0]

    def statuses(self, now: str) -> dict[str, str]:
        """Status by anchor, for histories with one obligation and one scope."""
        found = {key.anchor: str(status(record, at(now))) for key, record in self.records(now).items()}
        assert len(found) == len(self.records(now))
        return found

    def status(self, now: str, **which: Any) -> Status:
        return status(self.record(now, **which), at(now))


DAY = timedelta(days=1)


def day(text: str) -> date:
    return at(f"{text} 00:00").date()
