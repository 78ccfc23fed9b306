"""The stage of the stock pages: a warehouse with goods, a station, a team's own store, a neighbour's warehouse."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from nuandong.kernel.clock import SystemClock, local_date
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.actions.receive_goods import receive_goods
from nuandong.supplies.actions.set_minimum import set_minimum
from nuandong.supplies.actions.sync_items import sync_items
from tests.cast import COUNTY
from tests.cast import cast as people
from tests.databases import as_role
from tests.duty.setting import team
from tests.supplies.setting import part
from tests.web.conftest import seat


def stage(now: datetime | None = None) -> SimpleNamespace:
    """Goods of every sort in the warehouse, some out of date soon; a minimum that is not met."""
    now = now or SystemClock().now()
    earlier = now - timedelta(hours=1)
    for member in ("storekeeper", "head", "crew", "station", "auditor", "outsider", "operator"):
        seat(member)
    with as_role("owner"):
        sync_items(now=earlier)
    cast, day = people(), local_date(now)
    by = cast.storekeeper
    patrol = team(cast.crew)

    def opened(name: str, kind: str, keeper=by, **more):
        return open_store(by=by, now=earlier, region=COUNTY, name=name, kind=kind, keeper=keeper.staff, **more)

    found = SimpleNamespace(now=now, cast=cast, day=day)
    found.depot, found.station = opened("县级仓库", "warehouse"), opened("救助站库房", "station", cast.head)
    found.carried = opened("巡查一队随队", "team", cast.crew, holder=patrol.id)
    goods = (
        part("cotton_coat", 3, size="L"),
        part("cotton_coat", 2, size="M"),
        part("quilt", 5),
        part("dry_food", 40, expiry=day + timedelta(days=200), batch="F2"),
        part("dry_food", 6, expiry=day + timedelta(days=5), batch="F1"),
        part("water", 30, expiry=day + timedelta(days=300)),
        part("leaflet", 50),
    )
    receive_goods(by=cast.head, now=earlier, store=found.depot.id, parts=goods, source="purchase")
    set_minimum(by=by, now=earlier, store=found.depot.id, item="quilt", quantity=20)
    return found
