from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.actions.open_season import OPEN
from nuandong.relief.events.deciding import SeasonLimitSet
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Season
from nuandong.relief.policies_deciding import check_open

MAX_FEN: Final = 10**9


@transaction.atomic
def set_limit(*, by: Actor, now: datetime, season: UUID, limit_fen: int | None, source: str = "") -> Season:
    """Say how much a person in need gets, in fen, before a reason is asked, and by which document; None: no limit.

    It refuses nobody: who is above is explained by the village, confirmed by the township and seen by the county.
    Raises NotFound, Forbidden, OutOfScope, NotNow for a closed season, Invalid. Source: facts §3.3.
    """
    row = season_of(season, lock=True)
    permissions.check(by, OPEN, region=row.region)
    check_open(row)
    origin = clean_line(source, 120, field="source")
    if limit_fen is not None and not 0 < limit_fen <= MAX_FEN:
        raise Invalid("relief.limit", _("限额不对。"), _("请填写大于 0 的数额；没有限额的不填。"), field="limit_fen")
    if limit_fen is not None and not origin:
        raise Invalid("relief.limit_source", _("没有写明限额的依据。"), _("请填写文件和条款。"), field="source")
    before = row.limit_fen
    row.limit_fen, row.limit_source = limit_fen, origin if limit_fen is not None else ""
    row.save(update_fields=["limit_fen", "limit_source"])
    payload = SeasonLimitSet(year=row.year, limit_fen=limit_fen, before_fen=before)
    text = {"source": origin} if row.limit_source else {}
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, text=text)
    return row
