"""The office: units, people with posts and logins, teams with vehicles, desks, rosters and stock."""

from base64 import b32decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from nuandong.demo.county import COUNTY, NEIGHBOUR, Town, around
from nuandong.demo.logins import PASSWORD, SEATS
from nuandong.demo.people import invented_name
from nuandong.demo.size import Size
from nuandong.duty.actions.add_member import add_member
from nuandong.duty.actions.form_team import form_team
from nuandong.duty.actions.register_vehicle import register_vehicle
from nuandong.duty.actions.set_up_post import set_up_post
from nuandong.geo.coordinates import Point
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.change_password import change_password
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.enrol_totp import enrol_totp
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actions.verify_totp import confirm_totp
from nuandong.org.actors import actor_for, self_actor
from nuandong.org.totp import code_at, step_at
from nuandong.supplies.actions.hand_to_team import hand_to_team
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.goods import Lot, Part, Wanted


@dataclass(frozen=True, slots=True)
class Login:
    """A way in, printed after loading."""

    username: str
    title: str
    name: str
    totp_key: str


@dataclass(frozen=True, slots=True)
class Crew:
    """A team with its people and what it carries."""

    team: UUID
    name: str
    leader: Actor
    members: tuple[UUID, ...]
    vehicle: UUID
    store: UUID
    base: Point


@dataclass(frozen=True, slots=True)
class Watch:
    """A planned shift on the hotline: who (key of his login), from when."""

    shift: UUID
    key: str
    start: datetime


@dataclass(slots=True)
class Office:
    """Everybody at work, by the key of their login."""

    actors: dict[str, Actor] = field(default_factory=dict)
    logins: list[Login] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    posts: dict[str, UUID] = field(default_factory=dict)
    warehouse: UUID | None = None
    units: dict[str, UUID] = field(default_factory=dict)
    facilities: dict[str, UUID] = field(default_factory=dict)
    watches: list[Watch] = field(default_factory=list)
    locked: str = ""

    def watches_at(self, at: datetime) -> tuple[Watch, Watch]:
        """The watch on the hotline at a moment, and the next one."""
        place = max(number for number, watch in enumerate(self.watches) if watch.start <= at)
        return self.watches[place], self.watches[place + 1]


_SEXES: Final = {"station": "female", "station2": "male"}
"""One of each at the station: women are searched by women."""
_SIZED: Final = (
    *(("cotton_coat", size, 120) for size in ("M", "L", "XL")),
    *(("child_coat", size, 30) for size in ("130", "150")),
)
_LASTING: Final = {"quilt": 300, "blanket": 120, "leaflet": 6000, "toiletries": 150}
_PERISHABLE: Final = {
    "dry_food": 1600,
    "water": 2400,
    "bread": 300,
    "milk": 300,
    "cold_medicine": 60,
    "frostbite_ointment": 60,
    "heat_pack": 500,
}
_GIVEN: Final = frozenset({"dry_food", "water"})
_CARRIED: Final = (
    Wanted("cotton_coat", 6, "L"),
    Wanted("quilt", 6),
    Wanted("dry_food", 20),
    Wanted("water", 24),
    Wanted("leaflet", 60),
    Wanted("child_coat", 3, "150"),
    Wanted("blanket", 4),
    Wanted("milk", 10),
    Wanted("bread", 10),
)
_KIT: Final = (Wanted("cotton_coat", 4, "L"), Wanted("quilt", 4), Wanted("dry_food", 8), Wanted("water", 8))
_CREWS: Final = (
    (
        "crew1",
        "街面巡查一队",
        ("minors", "female_member", "medical"),
        "贵A·N0101",
        ("stretcher", "first_aid", "heating"),
    ),
    ("crew2", "街面巡查二队", ("lifting", "mental"), "贵A·N0102", ("first_aid", "chains", "four_wheel")),
    ("crew3", "志愿服务队", ("dialect",), "贵A·N0103", ("heating",)),
    ("crew4", "街面巡查三队", ("minors",), "贵A·N0104", ("first_aid",)),
    ("crew5", "街面巡查四队", ("lifting",), "贵A·N0105", ("chains",)),
    ("crew6", "街面巡查五队", ("medical",), "贵A·N0106", ("stretcher",)),
    ("crew7", "街面巡查六队", ("mental",), "贵A·N0107", ("heating",)),
    ("crew8", "街面巡查七队", ("dialect",), "贵A·N0108", ("four_wheel",)),
)
_VOLUNTEERS: Final = "crew3"


def load_office(now: datetime, county: list[Town], facilities: dict[str, UUID], size: Size, seed: str) -> Office:
    """Set up units, people, teams, desks and stock as of `now`."""
    draw = Random(f"{seed}/office")
    units = _units(now, county)
    office = Office(units=units, facilities=facilities)
    regions = {
        "town": county[0].code,
        "town2": county[3].code,
        "village": county[0].villages[0][0],
        "neighbour": NEIGHBOUR,
    }
    for seat in SEATS:
        _hire(office, draw, now, seat.key, seat.role, units[seat.unit], regions.get(seat.unit, COUNTY), seat.title)
    _set_up_desks(office, now, units["station"])
    _fill_store(office, now, facilities["store"], 1 + size.nights * size.clues_a_night // 60)
    for number, crew in enumerate(_CREWS[: size.crews]):
        _form_crew(office, draw, now, units, county, number, *crew)
    office.locked = _forgetful(draw, now, units["town"], county[0].code)
    return office


def _units(now: datetime, county: list[Town]) -> dict[str, UUID]:
    def unit(name: str, kind: str, region: int, parent: UUID | None = None) -> UUID:
        return create_unit(by=SYSTEM, now=now, name=name, kind=kind, region=region, parent=parent).id

    bureau = unit("开阳县民政局", "bureau", COUNTY)
    return {
        "bureau": bureau,
        "station": unit("开阳县救助管理站", "station", COUNTY, bureau),
        "town": unit(f"{county[0].name}办事处", "township", county[0].code, bureau),
        "town2": unit(f"{county[3].name}人民政府", "township", county[3].code, bureau),
        "village": unit(f"{county[0].villages[0][1]}村民委员会", "village", county[0].villages[0][0]),
        "treasury": unit("开阳县财政局", "bureau", COUNTY),
        "police": unit("硒城派出所", "police", county[0].code),
        "volunteer": unit("开阳县阳光志愿服务队", "volunteer", COUNTY),
        "neighbour": unit("息烽县民政局", "bureau", NEIGHBOUR),
    }


def _hire(
    office: Office, draw: Random, now: datetime, key: str, role: str, unit: UUID, region: int, title: str
) -> UUID:
    sex = _SEXES.get(key) or draw.choice(("female", "male"))
    name = invented_name(draw, sex)
    phone = f"1990001{len(office.logins):04d}"
    staff = hire_staff(by=SYSTEM, now=now, unit=unit, name=name, sex=sex, phone=phone).id
    appoint(by=SYSTEM, now=now, staff=staff, role=role, unit=unit, region=region)
    opened = create_account(by=SYSTEM, now=now, staff=staff, username=key)
    own = self_actor(opened.account)
    with scope.enter(own):
        change_password(by=own, now=now, old_password=opened.one_time_password, new_password=PASSWORD)
        totp_key = enrol_totp(by=own, now=now).key
        confirm_totp(by=own, now=now, code=one_time_code(totp_key, now))
    office.logins.append(Login(key, title, name, totp_key))
    office.actors[key] = actor_for(opened.account, now=now, second_factor=True)
    return staff


def _forgetful(draw: Random, now: datetime, unit: UUID, region: int) -> str:
    """Somebody whose account is no login of the demo: it will be locked."""
    staff = hire_staff(by=SYSTEM, now=now, unit=unit, name=invented_name(draw, "male"), sex="male").id
    appoint(by=SYSTEM, now=now, staff=staff, role="township_clerk", unit=unit, region=region)
    return create_account(by=SYSTEM, now=now, staff=staff, username="clerk3").account.username


def one_time_code(key: str, now: datetime) -> str:
    """The code an authenticator app with this key would show."""
    return code_at(b32decode(key + "=" * (-len(key) % 8)), step_at(now))


def _set_up_desks(office: Office, now: datetime, station: UUID) -> None:
    for code, title, leader in (("rescue.hotline", "救助热线值班", True), ("rescue.station_desk", "救助站接待", False)):
        post = set_up_post(by=SYSTEM, now=now, region=COUNTY, unit=station, code=code, title=title, with_leader=leader)
        office.posts[code] = post.id


def _fill_store(office: Office, now: datetime, place: UUID, times: int) -> None:
    keeper = office.actors["storekeeper"]
    store = open_store(
        by=SYSTEM, now=now, region=COUNTY, name="救助物资仓库", kind="warehouse", keeper=keeper.staff, place=place
    )
    office.warehouse = store.id
    good = local_date(now) + timedelta(days=500)
    parts = [Part(Lot(item, size), count * (times if item == "cotton_coat" else 1)) for item, size, count in _SIZED]
    parts += [Part(Lot(item), count * times) for item, count in _LASTING.items()]
    parts += [
        Part(Lot(item, expiry=good), count * (times if item in _GIVEN else 1)) for item, count in _PERISHABLE.items()
    ]
    receive_goods(by=SYSTEM, now=now, store=store.id, parts=parts, source="opening")


def _form_crew(
    office: Office,
    draw: Random,
    now: datetime,
    units: dict[str, UUID],
    county: list[Town],
    number: int,
    key: str,
    name: str,
    abilities: tuple[str, ...],
    plate: str,
    equipment: tuple[str, ...],
) -> None:
    unit = units["volunteer"] if key == _VOLUNTEERS else units["station"]
    leader = _hire(office, draw, now, key, "crew_member", unit, COUNTY, f"巡查队员（{name}）")
    kind = "volunteer" if key == _VOLUNTEERS else "street_patrol"
    team = form_team(by=SYSTEM, now=now, region=COUNTY, unit=unit, name=name, kind=kind, abilities=abilities)
    members = [leader]
    for _ in range(2):
        sex = "female" if "female_member" in abilities and len(members) == 1 else "male"
        members.append(hire_staff(by=SYSTEM, now=now, unit=unit, name=invented_name(draw, sex), sex=sex).id)
    for member in members:
        add_member(by=SYSTEM, now=now, team=team.id, staff=member)
    vehicle = register_vehicle(by=SYSTEM, now=now, region=COUNTY, unit=unit, plate=plate, seats=7, equipment=equipment)
    store = open_store(
        by=SYSTEM, now=now, region=COUNTY, name=f"{name}随车物资", kind="vehicle", keeper=leader, holder=vehicle.id
    )
    assert office.warehouse is not None
    hand_to_team(by=SYSTEM, now=now, from_store=office.warehouse, to_store=store.id, lines=_CARRIED)
    base = around(county[number % 3].centre, draw, 0.008)
    office.crews.append(Crew(team.id, name, office.actors[key], tuple(members), vehicle.id, store.id, base))


def restock(office: Office, now: datetime) -> None:
    """The vehicles are loaded anew from the warehouse."""
    keeper = office.actors["storekeeper"]
    assert office.warehouse is not None
    with scope.enter(keeper):
        for crew in office.crews:
            hand_to_team(by=keeper, now=now, from_store=office.warehouse, to_store=crew.store, lines=_KIT)
