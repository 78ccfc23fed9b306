"""Informants of the demo, and rewards at each step: to decide, to pay, paid."""

from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from nuandong.demo.county import Town
from nuandong.demo.office import Office
from nuandong.demo.people import invented_name
from nuandong.org import scope
from nuandong.rescue.actions.approve_reward import approve_reward
from nuandong.rescue.actions.name_informant import name_informant
from nuandong.rescue.actions.pay_reward import pay_reward
from nuandong.rescue.actions.propose_reward import propose_reward
from nuandong.rescue.actions.register_informant import Enlisted, register_informant
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.selectors_clue import recent
from nuandong.rescue.states.clue import ClueState

_PEOPLE: Final = (
    ("sanitation", "城区环卫所", "老城夜间清扫路段", "male"),
    ("taxi_driver", "平安出租公司", "客运站至城南", "male"),
    ("night_guard", "农贸市场", "农贸市场及周边门廊", "male"),
    ("grid_worker", "社区居委会", "桥北两个网格", "female"),
    ("community_informant", "", "河滨路沿线桥洞", "female"),
    ("village_staff", "村民委员会", "村道和候车亭", "male"),
)
_OLD: Final = timedelta(days=25)
_AMOUNTS: Final = (8_000, 5_000, 10_000)


def load_informants(office: Office, county: list[Town], as_of: datetime) -> None:
    """A small register, and a reward for each of the last clues that helped, the newest still to be decided."""
    people = _register(office, county, as_of)
    operator, officer, station = (office.actors[key] for key in ("operator", "officer", "station"))
    with scope.enter(operator):
        closed = recent(states=[ClueState.CLOSED], until=as_of - timedelta(hours=2))
        helped = [clue for clue in closed if clue.closing == Closing.HELPED][: len(_AMOUNTS)]
    for place, (clue, man, fen) in enumerate(zip(helped, people, _AMOUNTS, strict=False)):
        with scope.enter(operator):
            name_informant(by=operator, now=as_of - timedelta(minutes=50), clue=clue.id, informant=man)
            row = propose_reward(
                by=operator,
                now=as_of - timedelta(minutes=45),
                clue=clue.id,
                informant=man,
                ground=Ground.EFFECTIVE_LEAD,
                amount_fen=fen,
                reason="来电及时，位置准确，队伍到场即找到人",
            )
        if place > 0:
            with scope.enter(officer):
                approve_reward(by=officer, now=as_of - timedelta(minutes=30), reward=row.id)
        if place > 1:
            with scope.enter(station):
                pay_reward(
                    by=station, now=as_of - timedelta(minutes=20), reward=row.id, voucher=f"支出凭证 {as_of:%m%d}-01"
                )


def _register(office: Office, county: list[Town], as_of: datetime) -> list[UUID]:
    draw, by = Random(f"{as_of:%Y-%m-%d}/informants"), office.actors["head"]
    found: list[UUID] = []
    with scope.enter(by):
        for place, (kind, unit, area, sex) in enumerate(_PEOPLE):
            enlisted = Enlisted(
                name=invented_name(draw, sex), phone=f"1990003{place:04d}", reporter_kind=kind, unit=unit, area=area
            )
            town = county[place % len(county)]
            row = register_informant(by=by, now=as_of - _OLD, enlisted=enlisted, region=town.code)
            found.append(row.id)
    return found
