"""The nights of the season, played through the same actions as real work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.demo.chores import do_chores
from nuandong.demo.county import Places, Town, around
from nuandong.demo.office import Crew, Office, restock
from nuandong.demo.patrols import play_rounds
from nuandong.demo.people import words
from nuandong.demo.rosters import shift_start
from nuandong.demo.shelter import Shelter, guest_of
from nuandong.demo.size import Size
from nuandong.demo.waiting import leave_waiting
from nuandong.geo.kinds import Area
from nuandong.kernel.clock import combine, local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import scope
from nuandong.rescue.actions.accept_dispatch import accept_dispatch
from nuandong.rescue.actions.arrive import arrive
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.close_encounter import Disposition, Kit, close_encounter
from nuandong.rescue.actions.depart import depart
from nuandong.rescue.actions.finish_dispatch import finish_dispatch
from nuandong.rescue.actions.order_dispatch import order_dispatch
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel, Closing

_DONE_AFTER: Final = timedelta(days=2)
"""Visits, notices and reviews of the last two days are left to do."""


class Night:
    """One night: who is on, what happens, and how far it may go (nothing of the future is played)."""

    def __init__(
        self, office: Office, shelter: Shelter, streets: list[Town], draw: Random, day: date, as_of: datetime
    ) -> None:
        self.office = office
        self.shelter = shelter
        self.streets = streets
        self.draw = draw
        self.start = shift_start(day)
        self.as_of = as_of
        self.operator = office.actors["operator"]

    def clue(self, offset: timedelta, *, unfinished: str = "") -> UUID | None:
        """A clue and what came of it; `unfinished` leaves it waiting, on the way, or at the scene."""
        at = self.start + offset
        if at > self.as_of:
            return None
        story = self.draw.choice(words("stories.yaml")["stories"])
        town = self.draw.choice(self.streets)
        spot = around(town.centre, self.draw, 0.008)
        details = ClueDetails(
            words=story["words"],
            caller=f"1990002{self.draw.randrange(10_000):04d}",
            reporter_kind=story["reporter"],
            place_text=town.name + self.draw.choice(words("stories.yaml")["places_without_name"]),
            at=spot,
            hints=story["hints"],
        )
        region = self.draw.choice(town.villages)[0]
        with scope.enter(self.operator):
            clue = receive_clue(
                by=self.operator, now=at, channel=Channel(story["channel"]), details=details, region=region
            ).clue
        if unfinished != "waiting":
            self._answer(clue.id, region, story, at, unfinished)
        return clue.id

    def _answer(self, clue: UUID, region: int, story: dict[str, Any], at: datetime, unfinished: str) -> None:
        crew = self._send(clue, at)
        if crew is None:
            return
        dispatch, team = crew
        steps: list[tuple[Callable[..., object], int]] = [
            (accept_dispatch, 3),
            (depart, 5),
            (arrive, self.draw.choice((14, 18, 22, 26, 34))),
        ]
        if unfinished == "on_the_way":
            steps = steps[:2]
        for step, minutes in steps:
            moment = at + timedelta(minutes=minutes)
            if moment > self.as_of:
                return
            with scope.enter(team.leader):
                step(by=team.leader, now=moment, dispatch=dispatch)
        if not unfinished:
            self._finish(clue, dispatch, team, region, story, at + timedelta(minutes=45))

    def _send(self, clue: UUID, at: datetime) -> tuple[UUID, Crew] | None:
        """The crew at the head of the list is sent; which one that is, the list of candidates says."""
        for team in self.draw.sample(self.office.crews, len(self.office.crews)):
            with scope.enter(self.operator):
                try:
                    order = order_dispatch(
                        by=self.operator, now=at + timedelta(minutes=2), clue=clue, team=team.team, reason="就近派出"
                    )
                except Invalid:
                    continue
            return order.id, team
        return None

    def _finish(self, clue: UUID, dispatch: UUID, team: Crew, region: int, story: dict[str, Any], at: datetime) -> None:
        if at > self.as_of:
            return
        with scope.enter(team.leader):
            if story["outcome"] == "none":
                finish_dispatch(by=team.leader, now=at, dispatch=dispatch)
                closing, said = Closing.NOT_FOUND, "到场后人已离开，周边查找未见"
            else:
                closing, said = self._meet(clue, team, region, story, at), ""
                finish_dispatch(by=team.leader, now=at, dispatch=dispatch)
        with scope.enter(self.operator):
            close_clue(by=self.operator, now=at + timedelta(minutes=2), clue=clue, closing=closing, words=said)

    def _meet(self, clue: UUID, team: Crew, region: int, story: dict[str, Any], at: datetime) -> Closing:
        met = Met(
            categories=story["categories"], sex=story["sex"], age_band=story["age"], willing=story["willing"],
            place_text="线索所报地点",
        )  # fmt: skip
        encounter = record_encounter(
            by=team.leader, now=at - timedelta(minutes=10), region=region, met=met, clue=clue, team=team.team
        )
        refused = story["outcome"] == "refused"
        done = Disposition(
            outcome=story["outcome"],
            kit=Kit(store=team.store, kit="warm", sizes={"cotton_coat": "L"}, signed=True) if refused else None,
            leaflet=refused,
            medically_cleared=bool(story.get("cleared")),
            follow_up_by=team.leader.staff if refused else None,
        )
        close_encounter(by=team.leader, now=at, encounter=encounter.id, done=done)
        if story["outcome"] == "to_station":
            guest, door = guest_of(story, encounter.id, self.draw), at + timedelta(minutes=20)
            self.shelter.bring(guest, door, until=door + self.shelter.length_of(guest))
        return Closing.REFUSED if refused else Closing.HELPED


@dataclass(frozen=True, slots=True)
class Season:
    """What the nights are played with."""

    office: Office
    county: list[Town]
    places: Places
    size: Size
    first: date
    as_of: datetime
    seed: str


def play(season: Season, say: Callable[[str], None]) -> None:
    """Every night from `first` up to the present moment; the present one is left with work to do."""
    as_of, size, seed = season.as_of, season.size, season.seed
    streets = [town for town in season.county if town.area is Area.URBAN] + season.county[:1]
    shelter = Shelter(season.office, season.office.facilities["station"], streets, seed, as_of)
    shelter.set_up(shift_start(season.first), size.beds)
    last = shift_start_day(as_of)
    for number in range((last - season.first).days + 1):
        day = season.first + timedelta(days=number)
        play_rounds(season.office, season.places.patrolled, seed, number, day, as_of)
        night = Night(season.office, shelter, streets, Random(f"{seed}/night/{day}"), day, as_of)
        for place in range(size.clues_a_night):
            night.clue(timedelta(minutes=40 + place * 600 // size.clues_a_night))
        if day < last - _DONE_AFTER:
            do_chores(season.office, combine(day + timedelta(days=2), time(10)))
            restock(season.office, combine(day + timedelta(days=1), time(16)))
        if number and number % 10 == 0:
            refresh_statistics()
            say(f"{day}")
    if local_date(as_of) > last:
        days = (local_date(as_of) - season.first).days
        play_rounds(season.office, season.places.patrolled, seed, days, local_date(as_of), as_of)
    leave_open(Night(season.office, shelter, streets, Random(f"{seed}/open"), last, as_of), as_of)
    leave_waiting(season.office, shelter, season.county, size.stays, as_of)


def shift_start_day(as_of: datetime) -> date:
    """The day whose night shift began last."""
    day = local_date(as_of)
    return day if shift_start(day) <= as_of else day - timedelta(days=1)


def refresh_statistics() -> None:
    """The planner of the database learns how much there is by now: nobody else can look into an open transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def leave_open(night: Night, as_of: datetime) -> None:
    """What waits for whoever opens the demo: one clue just in, one crew on the way, one on the scene, one late."""
    night.start = as_of
    for minutes, unfinished in ((38, "waiting"), (24, "on_scene"), (16, "on_the_way"), (3, "waiting")):
        night.clue(-timedelta(minutes=minutes), unfinished=unfinished)
