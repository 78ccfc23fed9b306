from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.policy.sharing import Shared
from nuandong.relief import ceilings, freezes, sharing
from nuandong.relief.events.funding import AllocationDecided, AllocationDrafted, AllocationDropped
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Allocation, Season, Share
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.selectors_funding import held_fen

ALLOCATE = "relief.funds.allocate"
DECIDE = "relief.funds.decide"


class _Terms(TypedDict):
    """How money is shared out."""

    basis: sharing.Basis
    per_person_fen: int
    bounds: sharing.Bounds | None


@transaction.atomic
def draft_allocation(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    budget_fen: int,
    basis: sharing.Basis,
    per_person_fen: int = sharing.PER_PERSON_FEN,
    bounds: sharing.Bounds | None = None,
    note: str = "",
) -> Allocation:
    """Keep a sharing-out of money that the funds documents hold (DIS-015). It binds once somebody else decides on it.

    Raises Forbidden, OutOfScope, NotFound, Invalid (no needs, bounds, more than the documents hold), NotNow.
    """
    row = Season.objects.select_for_update().get(id=season_of(season).id)
    permissions.check(by, ALLOCATE, region=row.region)
    check_open(row)
    freezes.check_not_frozen([row.region], row.year)
    _check_held(row, budget_fen)
    terms: _Terms = {"basis": basis, "per_person_fen": per_person_fen, "bounds": bounds}
    shared = sharing.share(row, budget_fen, on=local_date(now), **terms)
    allocation = Allocation.objects.create(
        id=new_id(now),
        region=row.region,
        season=row,
        number=(row.allocations.aggregate(last=Max("number"))["last"] or 0) + 1,
        budget_fen=budget_fen,
        given_fen=shared.given,
        left_fen=shared.left,
        terms={**terms, "bounds": {str(region): list(pair) for region, pair in (bounds or {}).items()}},
        list_hash=sharing.digest(shared),
        note=note.strip(),
        drafted_by=by.staff,
        drafted_at=now,
    )
    _keep(allocation, shared, now)
    payload = AllocationDrafted(
        season=row.id,
        number=allocation.number,
        budget_fen=budget_fen,
        given_fen=shared.given,
        unfunded=len(shared.unfunded),
        list_hash=allocation.list_hash,
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=allocation.id, reason=note.strip() or None)
    return allocation


def _check_held(row: Season, budget_fen: int) -> None:
    held = held_fen(row)
    if budget_fen > held:
        raise Invalid(
            "relief.beyond_funds",
            _("资金文件合计只有 %(yuan)d 元。"),
            _("请先登记资金文件，或调低数额；没有到位的资金不能分配。"),
            field="budget",
            yuan=held // 100,
        )


def _keep(allocation: Allocation, shared: Shared, now: datetime) -> None:
    Share.objects.bulk_create(
        (
            Share(
                id=new_id(now),
                region=sharing.region_of(one),
                allocation=allocation,
                level=one.level,
                application_id=one.household or None,
                priority=max(one.priority, 1),
                need_fen=one.need,
                share_fen=one.share,
                left_fen=max(one.left, 0),
                status=one.status,
                said=[[words, dict(figures)] for words, figures in one.said],
            )
            for one in shared.shares
        ),
        batch_size=1000,
    )


@transaction.atomic
def decide_allocation(*, by: Actor, now: datetime, allocation: UUID, seen: str) -> Allocation:
    """Put a draft that was `seen` (its hash) into force in place of the one before: its shares bind from now on.

    Raises NotFound, Forbidden (permission, second factor, own draft), OutOfScope, NotNow (also when a village gets less
    than is granted or paid there already).
    """
    row = allocation_of(allocation)
    permissions.check(by, DECIDE, region=row.region)
    ceilings.lock(row.season)
    check_open(row.season)
    freezes.check_not_frozen([row.region], row.season.year)
    _check_draft(row)
    if row.drafted_by == by.staff:
        raise Forbidden("relief.own_draft", _("自己编制的分配不能自己审定。"), _("请由其他有权限的负责人审定。"))
    if seen != row.list_hash:
        raise NotNow("relief.list_changed", _("这份分配刚刚有变动。"), _("请刷新页面，核对后再办。"))
    Allocation.objects.filter(season=row.season, decided_at__isnull=False, replaced_at=None).update(replaced_at=now)
    changed = Allocation.objects.filter(id=row.id, decided_at=None, replaced_at=None)
    if changed.update(decided_at=now, decided_by=by.staff) != 1:
        raise NotNow("relief.allocation_over", _("这份分配已经办过。"), _("请刷新页面查看。"))
    ceilings.put_in_force(row, now)
    payload = AllocationDecided(
        season=row.season_id, number=row.number, given_fen=row.given_fen, list_hash=row.list_hash
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return allocation_of(row.id)


@transaction.atomic
def drop_allocation(*, by: Actor, now: datetime, allocation: UUID) -> Allocation:
    """Give up a draft. Raises NotFound, Forbidden, OutOfScope, NotNow when it was decided or dropped."""
    row = allocation_of(allocation)
    permissions.check(by, ALLOCATE, region=row.region)
    _check_draft(row)
    if Allocation.objects.filter(id=row.id, decided_at=None, replaced_at=None).update(replaced_at=now) != 1:
        raise NotNow("relief.allocation_over", _("这份分配已经办过。"), _("请刷新页面查看。"))
    journal.record(AllocationDropped(number=row.number), by=by, now=now, region=row.region, subject=row.id)
    return allocation_of(row.id)


def _check_draft(row: Allocation) -> None:
    if row.decided_at is not None or row.replaced_at is not None:
        raise NotNow("relief.allocation_over", _("这份分配已经办过。"), _("请刷新页面查看。"))


def allocation_of(identity: UUID) -> Allocation:
    """Raises NotFound."""
    found = Allocation.objects.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_allocation", _("没有找到这份分配。"), _("请从资金页面打开。"))
    return found
