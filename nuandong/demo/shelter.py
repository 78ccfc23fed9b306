"""The station: beds, people brought in or coming by themselves, their days inside and their ways home."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Final
from uuid import UUID

from nuandong.demo.county import Town
from nuandong.demo.office import Office
from nuandong.demo.people import invented_name
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.people.actions.register_person import register_person
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import Brought, arrive_at_station
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.discharge import Leaving, discharge
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.give_care import give_care
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.actions.register_stay import register_stay
from nuandong.rescue.actions.set_up_bed import set_up_bed

_ZONES: Final = (
    ("male", 0.34),
    ("female", 0.2),
    ("minor", 0.17),
    ("family", 0.08),
    ("isolation", 0.08),
    ("care", 0.13),
)
_BEDS_IN_ROOM: Final = 4
_LOOKED_BACK: Final = timedelta(days=5)
"""Guests come roughly in the order of time: older uses of a bed no longer matter."""
_FULL_AGE: Final = 18
_LOOKS: Final = ("短发，左眉有疤，穿深蓝色棉衣", "花白头发，穿灰色毛衣和解放鞋", "扎马尾，右手腕系红绳，穿格子外套")
_OLD: Final = 60
_SHEET: Final = "纸质交接表双方已签字，存入档案"
_WITNESS: Final = "值班员在场，本人已在纸质声明书上签字"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody at the door. `age` in years; `known` whether he can say who he is; `flags` codes of `rescue`."""

    sex: str
    age: int
    known: bool = True
    flags: tuple[str, ...] = ()
    cause: str = "begging"
    brought: str = "patrol"
    encounter: UUID | None = None

    @property
    def zone(self) -> str:
        if "infectious_suspect" in self.flags:
            return "isolation"
        if self.age < _FULL_AGE:
            return "minor"
        return "care" if self.age >= _OLD or "mental_suspect" in self.flags else self.sex


@dataclass(slots=True)
class _Bed:
    id: UUID
    room: str
    taken: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    """From, until, sex of who sleeps there."""


class Shelter:
    """The station of the county with who is in it; every step through the actions, none after `as_of`."""

    def __init__(self, office: Office, station: UUID, streets: list[Town], seed: str, as_of: datetime) -> None:
        self.office, self.station, self.as_of = office, station, as_of
        self.draw = Random(f"{seed}/shelter")
        self.streets = streets
        self.woman, self.man = office.actors["station"], office.actors["station2"]
        self.present = 0
        self._beds: dict[str, list[_Bed]] = {}

    def set_up(self, now: datetime, beds: int) -> None:
        """Rooms of four beds, each zone on its own floor (RES-035)."""
        head = self.office.actors["station"]
        with scope.enter(head):
            for floor, (zone, share) in enumerate(_ZONES, start=1):
                for place in range(ceil(beds * share)):
                    room, label = f"{floor}{place // _BEDS_IN_ROOM + 1:02d}", f"{place % _BEDS_IN_ROOM + 1}床"
                    bed = set_up_bed(by=head, now=now, station=self.station, room=room, label=label, zone=zone)
                    self._beds.setdefault(zone, []).append(_Bed(bed.id, room))

    def bring(self, guest: Guest, at: datetime, *, until: datetime | None = None, sought: bool = True) -> UUID | None:
        """Let somebody in at `at` and let him go at `until`; returns the stay, None if all this is still to come.

        `sought`: the family of somebody unknown is looked for by a notice.
        """
        if at > self.as_of:
            return None
        by = self.woman if guest.sex == "female" else self.man
        with scope.enter(by):
            stay = arrive_at_station(
                by=by,
                now=at,
                station=self.station,
                person=self._person(guest, at),
                brought=_brought(guest),
                encounter=guest.encounter,
                age=guest.age,
                flags=guest.flags,
                papers_checked=guest.known,
            ).id
            left = self._inside(guest, stay, at, until, sought=sought)
        self.present += not left
        return stay

    def _person(self, guest: Guest, at: datetime) -> UUID:
        by, today = self.man, local_date(at)
        town = self.draw.choice(self.streets)
        region = self.draw.choice(town.villages)[0]
        if not guest.known:
            seen = Details(sex=guest.sex, birth_year=today.year - guest.age)
            return register_unknown_person(by=by, now=at, region=town.code, details=seen).id
        birth = today - timedelta(days=guest.age * 365 + guest.age // 4 + self.draw.randint(1, 300))
        told = Details(name=invented_name(self.draw, guest.sex), sex=guest.sex, birth_on=birth)
        return register_person(by=by, now=at, region=region, details=told).id

    def _inside(self, guest: Guest, stay: UUID, at: datetime, until: datetime | None, *, sought: bool) -> bool:
        """Whether he has left again by now."""
        by = self.woman if guest.sex == "female" else self.man
        draw = self.draw
        bed = self._free(guest, at, until)
        things = [Thing(what=draw.choice(("编织袋一个", "旧背包一个", "行李箱一个", "塑料袋衣物")))]
        answers = {"course": "外出途中遇困，由工作人员询问登记", "need": "食宿和返乡"}
        steps: list[tuple[timedelta, Callable[[datetime], object]]] = [
            (timedelta(minutes=6), lambda now: admit(by=by, now=now, stay=stay, check=Check())),
            (timedelta(minutes=9), lambda now: deposit_belongings(by=by, now=now, stay=stay, things=things)),
            (timedelta(minutes=15), lambda now: give_care(by=by, now=now, stay=stay, kind="meal")),
            (
                timedelta(minutes=30),
                lambda now: register_stay(by=by, now=now, stay=stay, cause=guest.cause, answers=answers),
            ),
            (
                timedelta(hours=10),
                lambda now: give_care(by=by, now=now, stay=stay, kind="health", text="体温正常，精神尚可"),
            ),
        ]
        if bed is not None:
            steps.insert(3, (timedelta(minutes=22), lambda now: assign_bed(by=by, now=now, stay=stay, bed=bed)))
        if sought and not guest.known:
            # Within 24 hours, as a rule: one in eight comes too late.
            hours = 30 if draw.random() < 0.12 else draw.randint(11, 20)
            steps.append((timedelta(hours=hours), lambda now: self.publish(stay, now)))
        if until is not None:
            leaving = self._leaving(guest)
            steps.append((until - at, lambda now: discharge(by=by, now=now, stay=stay, leaving=leaving)))
        for after, step in steps:
            if at + after > self.as_of:
                return False
            step(at + after)
        return until is not None

    def publish(self, stay: UUID, now: datetime) -> None:
        """Draft and publish a kin notice."""
        looks = Looks(features=self.draw.choice(_LOOKS), accent="黔中口音", height_cm=self.draw.randint(152, 174))
        notice = draft_notice(by=self.woman, now=now, stay=stay, looks=looks)
        publish_notice(by=self.woman, now=now, notice=notice.id, channels=["national_search_site", "wechat"])

    def _free(self, guest: Guest, at: datetime, until: datetime | None) -> UUID | None:
        """The first bed of the zone free all the time, in a room where nobody of the other sex sleeps; nobody is turned
        away for want of one."""
        end, beds = until or self.as_of + timedelta(days=1), self._beds[guest.zone]
        if guest.zone == "care":
            beds = beds + self._beds[guest.sex]
        meanwhile = [(bed, sex) for bed in beds for start, over, sex in bed.taken if start < end and at < over]
        taken = {bed.id for bed, _sex in meanwhile}
        mixed = {bed.room for bed, sex in meanwhile if sex != guest.sex}
        for bed in beds:
            if bed.id not in taken and bed.room not in mixed:
                bed.taken = [use for use in bed.taken if use[1] > at - _LOOKED_BACK] + [(at, end, guest.sex)]
                return bed.id
        return None

    def _leaving(self, guest: Guest) -> Leaving:
        draw = self.draw
        if not guest.known:
            return Leaving(exit="transferred", receiver="市救助管理站接领，继续寻亲", sheet_reason=_SHEET)
        if guest.age < _FULL_AGE or "mental_suspect" in guest.flags:
            return Leaving(exit="fetched", receiver="监护人到站接回，已核对身份证和户口簿", sheet_reason=_SHEET)
        if guest.age >= _OLD:
            receiver = draw.choice(("儿子到站接回", "户籍地村委会派人接回", "女儿到站接回"))
            return Leaving(exit="fetched", receiver=receiver, sheet_reason=_SHEET)
        if draw.random() < 0.3:
            return Leaving(exit="self_exit", note="本人要求离站", witness=_WITNESS)
        to, fen = draw.choice((("遵义", 3_950), ("重庆西", 12_900), ("怀化", 15_400), ("安顺", 4_300)))
        told = Leaving(exit="travel", witness=_WITNESS, voucher="train", voucher_fen=fen)
        return replace(told, voucher_from="贵阳北", voucher_to=to)

    def length_of(self, guest: Guest) -> timedelta:
        """How long somebody stays, by a draw: one to four nights; whoever cannot say who he is stays longer."""
        return timedelta(hours=self.draw.choice((13, 37, 37, 61, 85)) + (0 if guest.known else 24))


def _brought(guest: Guest) -> Brought:
    """Police name their station; the hand-over sheet of the weak was promised for the next day."""
    if guest.brought != "police":
        return Brought(by=guest.brought)
    weak = guest.age < _FULL_AGE or guest.age >= _OLD
    return Brought(by="police", unit="东门派出所", sheet_later="值班民警另有警情，次日送来" if weak else "")


def guest_of(story: dict[str, str | list[str]], encounter: UUID, draw: Random) -> Guest:
    """Whoever a story tells of, as the station sees him."""
    old = story["age"] == "60_plus"
    mental = "mental_suspect" in story["categories"]
    return Guest(
        sex=str(story["sex"]),
        age=draw.randint(62, 84) if old else draw.randint(23, 57),
        known=draw.random() > (0.5 if mental else 0.08),
        flags=("mental_suspect",) if mental else (),
        cause="lost" if old else draw.choice(("work", "relatives", "robbed", "begging")),
        encounter=encounter,
    )
