from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes, hands, limits, moving
from nuandong.relief.events.applying import ApplicationReturned, PackForwarded, PackReviewed, ReviewUndone
from nuandong.relief.lookups import application_of
from nuandong.relief.models import Application, Pack
from nuandong.relief.policies_applying import (
    REVIEW,
    check_all_in,
    check_many,
    check_pack,
    check_reason,
    check_undoable,
    pack_of,
)
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.policies_notices import check_complete
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import ApplicationState, PackState, Step

_AT_TOWNSHIP = (ApplicationState.WITH_TOWNSHIP, ApplicationState.REVIEWED)


@transaction.atomic
def review_pack(
    *, by: Actor, now: datetime, pack: UUID, passed: Collection[UUID], above: Collection[UUID] = ()
) -> Pack:
    """The township passes these households of a pack (乡审); the notices that follow are prepared.

    Those above the limit per person it confirms by naming them in `above`, or with a scan of their sealed paper.

    Raises NotFound, Forbidden, OutOfScope, Invalid for nobody or somebody of another pack, NotNow. Source: DIS-020.
    """
    row = _held(pack, by)
    check_many(len(passed))
    homes = list(row.applications.select_for_update(of=("self",)).filter(id__in=passed).order_by("id"))
    if not homes or len(homes) != len(set(passed)):
        raise Invalid("relief.review_nobody", _("没有选择这份材料里的户。"), _("请勾选审核通过的户。"), field="passed")
    check_all_in(homes, "review")
    confirmed = limits.check_confirmed(row.season, homes, above)
    hands.note(homes, Step.REVIEW, by=by, now=now)
    ids = [one.id for one in homes]
    moving.move(ids, "review", now=now)
    Pack.objects.filter(id=row.id).update(reviewed_by=by.staff, reviewed_at=now)
    payload = PackReviewed(passed=ids, total_fen=sum(one.amount_fen or 0 for one in homes), above=confirmed)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    prepare_notices(pack=row, step="review", by=by, now=now, only=ids)
    return pack_of(row.id, by=by)


@transaction.atomic
def return_application(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The township gives one household back to its village for completion, with the reason.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow. Source: DIS-020.
    """
    row = application_of(application, lock=True)
    permissions.check(by, REVIEW, region=row.region)
    check_open(row.season)
    if row.state not in _AT_TOWNSHIP:
        raise NotNow("relief.not_at_township", _("这户现在不在乡镇审核。"), _("请刷新页面查看。"))
    freezes.check_not_frozen([row.region], row.season.year)
    reason = check_reason(why)
    hands.note([row], Step.REVIEW, by=by, now=now)
    moving.move([row.id], "return", now=now)
    payload = ApplicationReturned(state=row.state)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason)
    left = Application.objects.filter(pack=row.pack_id, state__in=_AT_TOWNSHIP)
    if row.pack_id is not None and not left.exists():
        Pack.objects.filter(id=row.pack_id, state=PackState.WITH_TOWNSHIP).update(state=PackState.CLOSED)
    return application_of(row.id)


@transaction.atomic
def undo_review(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The township takes its pass of one household back while nothing has followed: no notice of it was posted.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow.
    """
    row = application_of(application, lock=True)
    permissions.check(by, REVIEW, region=row.region)
    check_open(row.season)
    check_undoable(row)
    freezes.check_not_frozen([row.region], row.season.year)
    reason = check_reason(why)
    hands.note([row], Step.REVIEW, by=by, now=now)
    codes = [rule.code for rule in procedure_of(row.season).after("review")]
    row.notice_lines.filter(removed_at=None, notice__code__in=codes).update(removed_at=now)
    moving.move([row.id], "undo", now=now)
    journal.record(ReviewUndone(), by=by, now=now, region=row.region, subject=row.id, reason=reason)
    return application_of(row.id)


@transaction.atomic
def forward_pack(*, by: Actor, now: datetime, pack: UUID) -> Pack:
    """Hand a reviewed pack up to the county, once every household is passed or returned and the notices are over.

    Raises NotFound, Forbidden, OutOfScope, NotNow with what is still open. Source: DIS-020, DIS-022.
    """
    row = _held(pack, by)
    homes = list(row.applications.select_related("season").filter(state__in=_AT_TOWNSHIP).order_by("id"))
    check_many(len(homes))
    if open_ones := sum(one.state == ApplicationState.WITH_TOWNSHIP for one in homes):
        raise NotNow(
            "relief.pack_unreviewed",
            _("还有 %(count)d 户没有审核。"),
            _("请逐户审核通过或退回补正。"),
            count=open_ones,
        )
    if not homes:
        raise NotNow("relief.pack_empty", _("这份材料里没有要上报的户。"), _("请刷新页面查看。"))
    check_all_in(homes, "forward")
    check_complete(homes, "review", now)
    hands.note(homes, Step.REVIEW, by=by, now=now)
    moving.move([one.id for one in homes], "forward", now=now)
    Pack.objects.filter(id=row.id).update(state=PackState.WITH_COUNTY, forwarded_by=by.staff, forwarded_at=now)
    payload = PackForwarded(households=len(homes), total_fen=sum(one.amount_fen or 0 for one in homes))
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return pack_of(row.id, by=by)


def _held(pack: UUID, by: Actor) -> Pack:
    """A pack at the township, locked, that may be worked on."""
    row = pack_of(pack, by=by, lock=True)
    permissions.check(by, REVIEW, region=row.region)
    check_open(row.season)
    check_pack(row, PackState.WITH_TOWNSHIP)
    freezes.check_not_frozen([row.region], row.season.year)
    return row
