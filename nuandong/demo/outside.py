"""Lists from elsewhere in the demo: money of another programme, people long away; each names heads of one village."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from nuandong.demo.county import COUNTY, Town
from nuandong.demo.ledger import heads_in
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.plans.schema.plan import season_year
from nuandong.relief.actions.take_list import take_list


def load_outside(officer: Actor, county: list[Town], now: datetime) -> None:
    """Within the entered scope, after the village's ledger; as CSV, the way other offices send them."""
    heads = heads_in(county[0].villages[0][1], 0)
    today = local_date(now)
    away = (today - timedelta(days=230)).isoformat()
    aided = [("姓名", "身份证号码", "金额"), *((*one, "800.00") for one in heads[1:4])]
    absent = [("姓名", "身份证号码", "外出日期", "返回日期"), (*heads[9], away, "")]
    lists = (("aid", f"县医保局 {today.year} 年医疗救助", aided), ("absence", "长期外出务工人员名册", absent))
    with scope.enter(officer):
        for kind, title, rows in lists:
            data, season = _csv(rows), season_year(today)
            take_list(by=officer, now=now, kind=kind, region=COUNTY, season=season, title=title, data=data)


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    return "".join(f"{','.join(row)}\r\n" for row in rows).encode("gb18030")
