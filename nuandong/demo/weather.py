"""Cold waves of the demo season: one every ten days or so, and one in force at the present moment."""

from datetime import date, datetime, timedelta

from nuandong.alerts.actions.expire import expire_due
from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.demo.county import COUNTY
from nuandong.demo.office import Office
from nuandong.demo.rosters import shift_start
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope

_EVERY = timedelta(days=10)
_LASTS = timedelta(hours=36)


def load_warnings(office: Office, first: date, as_of: datetime) -> None:
    """Relay the warnings of the season in their order; each but the last runs out."""
    moment = shift_start(first) + timedelta(hours=3)
    number = 0
    while moment < as_of - 2 * _LASTS:
        number += 1
        _relay(
            office,
            moment,
            number,
            "cold_wave" if number % 2 else "road_icing",
            Level.BLUE if number % 3 else Level.YELLOW,
        )
        with scope.enter(SYSTEM):
            expire_due(by=SYSTEM, now=moment + _LASTS + timedelta(minutes=1))
        moment += _EVERY
    _relay(office, as_of - timedelta(hours=5), number + 1, "cold_wave", Level.YELLOW)


def _relay(office: Office, at: datetime, number: int, event: str, level: Level) -> None:
    operator = office.actors["operator"]
    with scope.enter(operator):
        record_by_form(
            by=operator,
            now=at,
            event=event,
            level=level,
            issuer="开阳县气象台",
            issued_at=at - timedelta(minutes=10),
            heard_from=HeardFrom.WEB,
            regions=[COUNTY],
            number=f"{at:%Y}-{number:03d}",
            until=at + _LASTS,
            words="预计未来 36 小时气温明显下降，夜间最低气温零下 3 摄氏度，有道路结冰，请注意防寒。",
        )
