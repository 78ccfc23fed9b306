from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import store_photo
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes, hands, moving, notices
from nuandong.relief.actions.record_assessment import open_pack
from nuandong.relief.events.applying import PackSubmitted
from nuandong.relief.models import Pack
from nuandong.relief.policies_applying import SUBMIT, check_cards, check_many, check_pack, check_papers, pack_of
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.policies_notices import check_complete
from nuandong.relief.steps import ApplicationState, PackState, Step

PURPOSE = "relief.pack"
MOST_PAPERS = 40


@transaction.atomic
def submit_pack(*, by: Actor, now: datetime, pack: UUID, leave: bool = False) -> Pack:
    """Hand a village's pack up to its township: every household that was supported and whose notices are over.

    With `leave` those whose notices or objections are not over stay behind in a new pack; without it they hold it.
    Raises NotFound, Forbidden, OutOfScope, NotNow with what is missing. Source: DIS-021, DIS-026.
    """
    row = pack_of(pack, by=by, lock=True)
    permissions.check(by, SUBMIT, region=row.region)
    check_open(row.season)
    check_pack(row, PackState.OPEN)
    freezes.check_not_frozen([row.region], row.season.year)
    check_papers(row)
    homes = list(row.applications.select_related("season").filter(state=ApplicationState.ASSESSED).order_by("id"))
    check_many(len(homes))
    kept = notices.waiting(homes, local_date(now), steps=["assess"]) if leave else {}
    going = [one for one in homes if one.id not in kept]
    if not going:
        raise NotNow("relief.pack_waits", _("没有一户的公示已经期满。"), _("请等公示期满、异议答复以后再上报。"))
    check_complete(going, "assess", now)
    check_cards(going)
    hands.note(going, Step.ASSESS, by=by, now=now)
    Pack.objects.filter(id=row.id).update(state=PackState.WITH_TOWNSHIP, submitted_by=by.staff, submitted_at=now)
    if kept:
        row.applications.filter(id__in=list(kept)).update(pack=open_pack(row.season, row.region, now))
    moving.move([one.id for one in going], "submit", now=now)
    payload = PackSubmitted(
        season=row.season_id,
        number=row.number,
        households=len(going),
        total_fen=sum(one.amount_fen or 0 for one in going),
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return pack_of(row.id, by=by)


@transaction.atomic
def add_papers(*, by: Actor, now: datetime, pack: UUID, pictures: Sequence[bytes]) -> Pack:
    """Add photos or scans of papers to a pack that is being put together (DIS-026).

    Raises NotFound, Forbidden, OutOfScope, NotNow, Invalid for what is no picture.
    """
    row = pack_of(pack, by=by, lock=True)
    permissions.check(by, SUBMIT, region=row.region)
    check_pack(row, PackState.OPEN)
    if len(row.papers) + len(pictures) > MOST_PAPERS:
        raise NotNow("relief.pack_full", _("材料照片太多。"), _("一份材料最多 %(most)d 张。"), most=MOST_PAPERS)
    kept = [store_photo(by=by, now=now, region=row.region, data=one, purpose=PURPOSE) for one in pictures]
    Pack.objects.filter(id=row.id).update(papers=[*row.papers, *kept])
    return pack_of(row.id, by=by)
