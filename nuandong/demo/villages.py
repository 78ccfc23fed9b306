"""Two more villages of the demo's season, each of another township: one waits for the county, one still asks."""

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from nuandong.demo.county import Town
from nuandong.demo.ledger import take_ledger
from nuandong.demo.office import Office
from nuandong.demo.people import invented_name
from nuandong.demo.relief import assessed, card_number, completed, hung
from nuandong.demo.waiting import paper
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actors import actor_for
from nuandong.relief.actions.from_ledger import from_ledger
from nuandong.relief.actions.review_pack import forward_pack, review_pack
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.submit_pack import submit_pack

if TYPE_CHECKING:
    from nuandong.relief.models import Season

_SENT: Final = 8
"""How many households of the other township go up to the county."""
_ASKED: Final = 9
"""How many of the village that still asks have been asked."""
_DAY: Final = timedelta(days=1)


def load_villages(office: Office, county: list[Town], season: "Season", start: datetime, seed: str) -> int:
    """Within the entered scope: returns how many households the ledgers registered."""
    draw = Random(f"{seed}/villages")
    asking, sent = county[1].villages[0], county[3].villages[0]
    homes = 0
    for number, ((code, name), seat) in enumerate(((asking, "officer"), (sent, "clerk2")), start=2):
        cadres = _cadres(draw, start, code, name)
        homes += take_ledger(office.actors[seat], start, code, name, number)
        with scope.enter(cadres[0]):
            from_ledger(by=cadres[0], now=start + _DAY, season=season.id, region=code)
        if code == asking[0]:
            _asks(cadres[0], season, start + _DAY)
        else:
            _sent(cadres, office.actors[seat], season, start + _DAY)
    return homes


def _cadres(draw: Random, now: datetime, village: int, name: str) -> list[Actor]:
    """Two of a village committee: whoever reported does not sit in the meeting."""
    unit = create_unit(by=SYSTEM, now=now, name=f"{name}村民委员会", kind="village", region=village).id
    found = []
    for _number in range(2):
        staff = hire_staff(by=SYSTEM, now=now, unit=unit, name=invented_name(draw, "male"), sex="male").id
        appoint(by=SYSTEM, now=now, staff=staff, role="village_cadre", unit=unit, region=village)
        account = create_account(by=SYSTEM, now=now, staff=staff, username=f"cadre-{staff.hex[-8:]}").account
        found.append(actor_for(account, now=now, second_factor=True))
    return found


def _asks(cadre: Actor, season: "Season", now: datetime) -> None:
    with scope.enter(cadre):
        rows = season.applications.filter(state="reported", region=cadre.region).order_by("id")
        for one in rows[:_ASKED]:
            completed(cadre, one, now)


def _sent(cadres: list[Actor], clerk: Actor, season: "Season", now: datetime) -> None:
    first, second = cadres
    with scope.enter(first):
        rows = season.applications.filter(state="reported", region=first.region).order_by("id")
        asked = list(rows[:_SENT])
        for one in asked:
            completed(first, one, now)
    pack = assessed(second, season, asked, now + _DAY)
    hung(second, pack, now + _DAY, days=8)
    with scope.enter(second):
        for place, one in enumerate(asked):
            see_card(by=second, now=now + 2 * _DAY, application=one.id, photo=paper(), account=card_number(200 + place))
        submit_pack(by=second, now=now + 10 * _DAY, pack=pack.id)
    with scope.enter(clerk):
        review_pack(by=clerk, now=now + 11 * _DAY, pack=pack.id, passed=[one.id for one in asked])
    hung(clerk, pack, now + 11 * _DAY, days=4)
    with scope.enter(clerk):
        forward_pack(by=clerk, now=now + 16 * _DAY, pack=pack.id)
