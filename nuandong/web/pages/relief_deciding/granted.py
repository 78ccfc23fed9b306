"""Who was granted how much in a season, as a workbook."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as geo
from nuandong.kernel.batches import batches
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.relief import selectors_deciding, selectors_season
from nuandong.relief.papers.lists import MOST_LISTED
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import listing

if TYPE_CHECKING:
    from nuandong.relief.models import Entitlement

COLUMNS: Final = (
    gettext_noop("户主"), gettext_noop("村（社区）"), gettext_noop("家庭类型"), gettext_noop("救助人数"),
    gettext_noop("审定第几号"), gettext_noop("审定金额（元）"), gettext_noop("已列入发放（元）"),
    gettext_noop("核销（元）"),
    gettext_noop("审定时间"), gettext_noop("终止时间"), gettext_noop("编号"),
)  # fmt: skip


@require_safe
def granted(request: SignedRequest, season_id: UUID) -> FileResponse:
    """Who was granted how much in a season, masked, as a workbook."""
    row = selectors_season.season(season_id, by=request.actor)
    found = batches(
        lambda after, limit: selectors_deciding.entitlements(row, by=request.actor, after=after, limit=limit),
        lambda one: (one.region, one.id),
        most=MOST_LISTED,
    )
    cells = (line for batch in found for line in _granted(batch, request))
    return listing.workbook(request, "entitlements", _("审定户名单"), COLUMNS, cells, None)


def _granted(batch: Sequence["Entitlement"], request: SignedRequest) -> Iterator[list[str]]:
    names = geo.names({one.region for one in batch}, local_date(request.now))
    for one in batch:
        yield [
            one.application.head_masked,
            names.get(one.region, str(one.region)),
            listing.category_of(one.application.category),
            str(one.application.persons),
            str(one.decision.number),
            *(format_yuan(fen) for fen in (one.amount_fen, one.claimed_fen, one.written_off_fen)),
            wording.full_moment(one.granted_at),
            wording.full_moment(one.ended_at) if one.ended_at else "",
            str(one.id),
        ]
