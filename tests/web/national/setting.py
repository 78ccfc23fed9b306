"""A county for the copy sheets: somebody with papers in the station, and a household on 低保 in a village."""

from types import SimpleNamespace

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.people.actions.categorise import add_category
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import arrive_at_station
from nuandong.rescue.actions.register_stay import register_stay
from tests.cast import COUNTY, VILLAGE_A
from tests.people.builders import BIRTH, CARD
from tests.web.divisions import divisions
from tests.web.stays.setting import arrived, stage


def furnish() -> SimpleNamespace:
    divisions()
    with scope.enter(SYSTEM):
        found = stage()
    cast, now = found.cast, found.now
    with scope.enter(cast.station):
        details = Details(name="王秀英", phone="13985012345", address="外县新华路甲村三组12号", sex="female")
        person = register_person(
            by=cast.station, now=now, region=COUNTY, details=details, papers=[Paper("id_card", CARD)]
        )
        stay = arrive_at_station(by=cast.station, now=now, station=found.house.id, person=person.id, flags=())
    with scope.enter(cast.head):
        admit(by=cast.head, now=now, stay=stay.id, check=Check(medically_cleared=True), acted_at=stay.arrived_at)
        register_stay(by=cast.head, now=now, stay=stay.id, cause="lost")
        found.other = arrived(found)
    with scope.enter(cast.clerk_a):
        head = register_person(
            by=cast.clerk_a, now=now, region=VILLAGE_A, details=Details(name="李大山", birth_year=1960)
        )
        home = form_household(by=cast.clerk_a, now=now, region=VILLAGE_A, head=head.id, formed_on=BIRTH, number="A-017")
        add_category(by=cast.clerk_a, now=now, code="DIBAO", source="乡镇名册", household=home.id, since=BIRTH)
    found.stay, found.person, found.home = stay, person, home
    return found
