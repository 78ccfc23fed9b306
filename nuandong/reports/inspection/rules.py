"""Who may have which pack."""

from datetime import date, datetime, timedelta
from typing import Final

from nuandong.geo import selectors as divisions
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions

TAKE: Final = "reports.pack.take"
LONGEST: Final = timedelta(days=400)


def check_pack(*, by: Actor, now: datetime, region: int, first: date, last: date) -> None:
    """Raise Forbidden, OutOfScope or Invalid unless this pack may be made."""
    permissions.check(by, TAKE, region=region)
    if divisions.division_at(region, local_date(now)) is None:
        raise Invalid("reports.pack_region", _("没有这个地区。"), _("请选择管辖范围内的地区。"), field="region")
    if first > last:
        raise Invalid("reports.pack_days", _("开始日期晚于结束日期。"), _("请核对日期。"), field="first")
    if first > local_date(now):
        raise Invalid("reports.pack_ahead", _("开始日期还没有到。"), _("请核对日期。"), field="first")
    if last - first >= LONGEST:
        raise Invalid("reports.pack_long", _("最多取 400 天的材料。"), _("请分次生成。"), field="last")
