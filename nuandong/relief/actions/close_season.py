from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.actions.open_season import OPEN
from nuandong.relief.events.deciding import SeasonClosed
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application, Season
from nuandong.relief.steps import ENDED, ApplicationState, PayoutState

OVER = ENDED | {ApplicationState.DECIDED}


@transaction.atomic
def close_season(*, by: Actor, now: datetime, season: UUID) -> Season:
    """Nothing more is reported or decided in it. Raises NotNow while a household or a payout is under way."""
    row = season_of(season)
    permissions.check(by, OPEN, region=row.region)
    waiting = Application.objects.filter(season=row).exclude(state__in=OVER).count()
    paying = row.payouts.exclude(state__in=[PayoutState.SETTLED, PayoutState.CANCELLED]).count()
    if waiting or paying:
        raise NotNow(
            "relief.season_under_way",
            _("还有 %(waiting)d 户没有办完，%(paying)d 个发放批次没有结清。"),
            _("请先办完再关闭。"),
            waiting=waiting,
            paying=paying,
        )
    if open_ones := row.followed_by.filter(closed_at=None).count():
        raise NotNow(
            "relief.season_followed",
            _("还有 %(count)d 项新灾临时救助没有关闭。"),
            _("请先办完并关闭。"),
            count=open_ones,
        )
    if Season.objects.filter(id=row.id, closed_at=None).update(closed_at=now) != 1:
        raise NotNow("relief.season_closed", _("这个年度已经关闭。"), _("请刷新页面查看。"))
    journal.record(SeasonClosed(year=row.year), by=by, now=now, region=row.region, subject=row.id)
    return season_of(row.id)
