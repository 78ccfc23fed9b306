"""What waits for whoever opens the demo: people in the station with clocks running, signatures, goods, a hand-over."""

from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Final
from uuid import UUID

from PIL import Image, ImageDraw

from nuandong.demo.county import COUNTY, Town
from nuandong.demo.informants import load_informants
from nuandong.demo.office import Office
from nuandong.demo.publicity import load_publicity
from nuandong.demo.rosters import local_evening
from nuandong.demo.shelter import Guest, Shelter
from nuandong.demo.supervision import load_supervision
from nuandong.demo.tasks import load_tasks
from nuandong.duty import reach, roster
from nuandong.duty.actions.ask_swap import ask_swap
from nuandong.duty.actions.confirm_reach import confirm_reach
from nuandong.duty.actions.draft_season import draft_season
from nuandong.duty.actions.hand_over_shift import hand_over_shift
from nuandong.duty.actions.start_reach_test import start_reach_test
from nuandong.duty.actions.take_vehicle import take_vehicle
from nuandong.duty.season.plan import RosterLine, SeasonPlan, Turn
from nuandong.duty.selectors import my_team
from nuandong.files.storing import store_photo
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import seeded_id
from nuandong.org import scope
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.locks import MAX_FAILURES
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.enter_hospital import enter_hospital
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.selectors_clue import open_count
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.actions.set_minimum import set_minimum
from nuandong.supplies.goods import Wanted

_MINIMUMS: Final = {"cotton_coat": 60, "quilt": 80, "child_coat": 90, "frostbite_ointment": 100}
"""The last two lie below: low stock to look at."""


def leave_waiting(office: Office, shelter: Shelter, county: list[Town], present: int, as_of: datetime) -> None:
    """Everything at once, as of `as_of`; `present` people are in the station afterwards."""
    _guests(office, shelter, present, as_of)
    _late_entry(office, county, as_of)
    load_informants(office, county, as_of)
    load_tasks(office, county, as_of)
    load_supervision(office, county, as_of)
    load_publicity(office, county, as_of)
    _goods(office, as_of)
    _handover(office, as_of)
    _ride(office, as_of)
    _season(office, as_of)
    _reach(office, as_of)
    _swap(office, as_of)
    _locked(office, as_of)


def _guests(office: Office, shelter: Shelter, present: int, as_of: datetime) -> None:
    def before(**ago: float) -> datetime:
        return as_of - timedelta(**ago)

    # A boy of whom nobody knows anything: his kin notice is due in three hours.
    shelter.bring(
        Guest(sex="male", age=12, known=False, cause="minor", brought="police"), before(hours=21.1), sought=False
    )
    shelter.bring(Guest(sex="female", age=74, known=False, cause="lost", brought="citizen"), before(hours=50))
    girl = Guest(
        sex="female", age=15, known=False, cause="minor", brought="police", flags=("police_suspect_trafficking",)
    )
    held = shelter.bring(girl, before(hours=30), sought=False)
    ill = shelter.bring(Guest(sex="male", age=61, cause="work"), before(hours=26))
    youth = shelter.bring(Guest(sex="male", age=15, cause="relatives", brought="self"), before(hours=42))
    if held is None or ill is None or youth is None:
        return
    by = office.actors["station"]
    with scope.enter(by):
        looks = Looks(features="齐耳短发，穿粉色羽绒服", accent="川东口音", height_cm=158)
        draft_notice(by=by, now=before(hours=12), stay=held, looks=looks)
        enter_hospital(by=by, now=before(hours=9), stay=ill, hospital=office.facilities["hospital"], tracker=by.staff)
        request_leave(
            by=by, now=before(hours=2), stay=youth, exit_kind="self_exit", reason="本人称舅舅在本县，要求自行前往"
        )
    draw = Random(f"{as_of:%Y-%m-%d}/guests")
    while shelter.present < present:
        guest = Guest(
            sex=draw.choice(("male", "male", "female")),
            age=draw.randint(19, 81),
            cause=draw.choice(("work", "relatives", "robbed", "lost")),
            brought=draw.choice(("self", "police", "citizen")),
        )
        shelter.bring(guest, before(hours=draw.randint(2, 60)))


def _late_entry(office: Office, county: list[Town], as_of: datetime) -> None:
    """Written on paper last night, typed today: the leader has to countersign."""
    crew = office.crews[0]
    by, town = crew.leader, county[0]
    with scope.enter(by):
        sheet = store_photo(
            by=by,
            now=as_of - timedelta(minutes=31),
            region=town.code,
            data=paper(),
            purpose="rescue.encounter.sheet_photo",
        )
        met = Met(categories=["migrant_worker"], sex="male", age_band="18_59", willing=True, place_text="汽车站候车厅")
        encounter = record_encounter(
            by=by,
            now=as_of - timedelta(minutes=30),
            acted_at=as_of - timedelta(hours=20),
            region=town.villages[0][0],
            met=met,
            team=crew.team,
            sheet_photo=sheet,
        )
        close_encounter(
            by=by, now=as_of - timedelta(minutes=29), encounter=encounter.id, done=Disposition(outcome="guided_home")
        )


def paper() -> bytes:
    """A photo of lines on paper."""
    image = Image.new("RGB", (640, 900), (246, 243, 235))
    pen = ImageDraw.Draw(image)
    for row in range(90, 840, 60):
        pen.line((60, row, 580 - (row * 7) % 160, row), fill=(60, 70, 110), width=3)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _goods(office: Office, as_of: datetime) -> None:
    """Two items low, and a load on its way to the volunteers."""
    keeper = office.actors["storekeeper"]
    assert office.warehouse is not None
    with scope.enter(keeper):
        for item, quantity in _MINIMUMS.items():
            set_minimum(
                by=keeper, now=as_of - timedelta(hours=30), store=office.warehouse, item=item, quantity=quantity
            )
        dispatch_goods(
            by=keeper,
            now=as_of - timedelta(minutes=50),
            from_store=office.warehouse,
            to_store=office.crews[-1].store,
            lines=[Wanted("quilt", 4), Wanted("water", 24), Wanted("leaflet", 40)],
            reason="志愿队补充",
        )


def _handover(office: Office, as_of: datetime) -> None:
    """The operator on the hotline has written his log; the next one has not confirmed yet."""
    now = as_of - timedelta(minutes=4)
    giver, taker = office.watches_at(now)
    by = office.actors[giver.key]
    with scope.enter(by):
        hand_over_shift(
            by=by,
            now=now,
            from_shift=giver.shift,
            to_shift=taker.shift,
            log="一队在途，一条线索待派；黄色寒潮预警有效，请关注桥涵和客运站。",
            open_items={"rescue.clues": open_count(region=COUNTY)},
        )


def _ride(office: Office, as_of: datetime) -> None:
    """A crew is out with its car: the ride ends when somebody notes the odometer."""
    crew = office.crews[-1]
    team = my_team(crew.leader.staff, as_of)
    assert team is not None
    now = as_of - timedelta(minutes=1)
    take_vehicle(by=SYSTEM, now=now, shift=team.shift, vehicle=crew.vehicle, km_out=48_210, driver=team.in_charge)


def _season(office: Office, as_of: datetime) -> None:
    """Next month's roster of the desks is being made: the hotline has its turns, leaders are still missing."""
    by = office.actors["leader"]
    first = local_date(as_of) + timedelta(days=20)

    def crews(*keys: str) -> tuple[tuple[UUID, ...], ...]:
        return tuple((office.actors[key].staff,) for key in keys)

    turns = RosterLine(
        post=office.posts["rescue.hotline"],
        parts=2,
        turn=Turn.FORWARD,
        crews=crews("operator", "operator2", "station", "station2"),
    )
    desk = RosterLine(post=office.posts["rescue.station_desk"], crews=crews("station", "station2", "head"))
    plan = SeasonPlan(first=first, last=first + timedelta(days=59), lines=(turns, desk))
    with scope.enter(by):
        draft_season(by=by, now=as_of - timedelta(minutes=50), title="岁末年初值班表", plan=plan)


def _reach(office: Office, as_of: datetime) -> None:
    """Before the cold the leader asked everybody of the night whether they can be reached: some have answered."""
    leader, operator = office.actors["leader"], office.actors["operator"]
    began = as_of - timedelta(minutes=9)
    with scope.enter(leader):
        test = start_reach_test(by=leader, now=began, minutes=15, night=local_evening(as_of))
        asked = list(reach.calls(test.id, by=leader))
    answers = [one for one in asked if one.staff_id not in (leader.staff, operator.staff)]
    for place, one in enumerate(answers[: len(answers) // 2]):
        with scope.enter(operator):
            confirm_reach(by=operator, now=began + timedelta(minutes=1, seconds=40 * place), call=one.id)


def _swap(office: Office, as_of: datetime) -> None:
    """The second operator asks his colleague to take over a shift the day after tomorrow."""
    by = office.actors["operator2"]
    later = as_of + timedelta(days=1)
    with scope.enter(by):
        mine = next(one for one in roster.my_shifts(by.staff, now=as_of) if one.period.lower > later)
        ask_swap(
            by=by,
            now=as_of - timedelta(minutes=35),
            shift=mine.id,
            staff=office.actors["operator"].staff,
            note="那天孩子开家长会，能帮我替一班吗？",
        )


def _locked(office: Office, as_of: datetime) -> None:
    """Somebody forgot his password: five tries, and the account is locked until the leader lifts it."""
    for place in range(MAX_FAILURES):
        sign_in(
            username=office.locked,
            password=f"wrong-{place}",
            machine=seeded_id(as_of, "locked"),
            now=as_of - timedelta(seconds=60 - 9 * place),
        )
