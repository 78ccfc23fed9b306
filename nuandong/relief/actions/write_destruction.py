"""Destroying a season's personal data: assessed by one, approved by another, who names executor and witness."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, selectors
from nuandong.people.reasons import stated
from nuandong.relief.destroying.inventory import fix
from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.ready import DECIDE, DRAFT, check_ready
from nuandong.relief.destroying.rows import Family, counted, family
from nuandong.relief.events.destroying import DestructionApproved, DestructionDrafted, DestructionDropped
from nuandong.relief.lookups import destruction_of, season_of
from nuandong.relief.models import Destruction

_REASON: Final = 200
_REGISTER: Final = ("needs", "applications")
"""Who is kept as evidence by these keeps a name in the register."""


@dataclass(frozen=True, slots=True)
class Keep:
    """A kind that is kept as evidence: why, and until which day."""

    kind: str
    reason: str
    until: date


@transaction.atomic
def draft_destruction(*, by: Actor, now: datetime, season: UUID, keeps: Sequence[Keep] = ()) -> Destruction:
    """Assess every kind of personal data of a season, or put another assessment in the draft's place.

    Raises NotFound, Forbidden, OutOfScope, NotNow while something is in the way, Invalid, Conflict. Source: Emergency
    Response Law Art. 85, PIPL Art. 47.
    """
    of = season_of(season)
    permissions.check(by, DRAFT, region=of.region)
    them = family(of)
    check_ready(them)
    assessed = _assessed(them, keeps, local_date(now))
    values: dict[str, Any] = {"assessed": assessed, "drafted_by": by.staff, "changed_at": now}
    row = Destruction.objects.select_for_update().filter(season=of, destroyed_at=None, dropped_at=None).first()
    if row is None:
        row = _begun(of.id, of.region, values, now)
    elif row.approved_at is not None:
        raise NotNow("relief.destruction_approved", _("这次销毁已经批准。"), _("要重新评估，请先由审批人撤销。"))
    else:
        Destruction.objects.filter(id=row.id).update(**values)
    payload = DestructionDrafted(
        season=of.id,
        number=row.number,
        records=sum(one[1] for one in assessed if one[2] == "destroy"),
        kept=[one.kind for one in keeps],
    )
    journal.record(payload, by=by, now=now, region=of.region, subject=row.id)
    return destruction_of(row.id)


@transaction.atomic
def approve_destruction(
    *, by: Actor, now: datetime, destruction: UUID, seen: datetime, executor: UUID, witness: UUID
) -> Destruction:
    """Approve what somebody else assessed: the inventory is fixed, executor and witness are named.

    Raises NotFound, Forbidden (one's own draft), OutOfScope, NotNow, Invalid for people who cannot, Conflict when the
    draft or the records changed since it was read.
    """
    row = destruction_of(destruction, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    if row.approved_at is not None or row.dropped_at is not None:
        raise NotNow("relief.destruction_approved", _("这次销毁已经批准或撤销。"), _("请刷新页面查看。"))
    if by.staff == row.drafted_by:
        raise Forbidden("relief.destruction_own", _("这份评估是您起草的，要由另一人审批。"), _("请由负责人审批。"))
    _check_people(by, row, executor, witness)
    them = family(row.season)
    check_ready(them)
    counts = counted(them)
    if row.changed_at != seen or any(counts[one[0]] != one[1] for one in row.assessed):
        raise Conflict(
            "relief.destruction_changed", _("起草或您打开以后，评估或记录有变化。"), _("请由起草人重新评估，再审批。")
        )
    row.salt = secrets.token_bytes(32)
    row.items, row.digest = fix(row, them)
    if not row.items:
        raise NotNow("relief.destruction_nothing", _("没有要销毁的记录。"), _("不需要审批；可以撤销这份评估。"))
    row.executor, row.witness = executor, witness
    row.approved_by, row.approved_at = by.staff, now
    row.save(update_fields=["salt", "items", "digest", "executor", "witness", "approved_by", "approved_at"])
    payload = DestructionApproved(
        season=row.season_id,
        number=row.number,
        items=row.items,
        digest=row.digest,
        executor=executor,
        witness=witness,
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row


@transaction.atomic
def drop_destruction(*, by: Actor, now: datetime, destruction: UUID, why: str) -> Destruction:
    """Give it up before anything is destroyed. An approved one is dropped by whoever may approve.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow once something is destroyed or work is on.
    """
    row = destruction_of(destruction, lock=True)
    permissions.check(by, DECIDE if row.approved_at else DRAFT, region=row.region)
    reason = stated(why, _("请写明原因，例如“核查需要，暂缓销毁”。"))
    working = row.started_at is not None and not row.trouble
    if row.done or row.destroyed_at or row.dropped_at or working:
        raise NotNow("relief.destruction_begun", _("已经开始销毁，或已经撤销。"), _("请刷新页面查看。"))
    Destruction.objects.filter(id=row.id).update(dropped_by=by.staff, dropped_at=now)
    payload = DestructionDropped(season=row.season_id, number=row.number)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason)
    return destruction_of(row.id)


def _assessed(of: Family, keeps: Sequence[Keep], today: date) -> list[list[Any]]:
    kept = {one.kind: one for one in keeps}
    for one in keeps:
        known = kinds().get(one.kind)
        if known is None or known.treatment != "destroy":
            raise Invalid("relief.destruction_kind", _("这一类本来就保存，不用另外留存。"), _("请刷新页面重新填写。"))
        if not clean_line(one.reason, _REASON, field=f"keep_{one.kind}") or one.until <= today:
            raise Invalid(
                "relief.destruction_keep",
                _("作为证据留存要写明原因，并填写今天以后的日期。"),
                _("请写明哪件案件或核查需要，留存到哪一天。"),
                field=f"keep_{one.kind}",
            )
    if "registry" not in kept and any(one in kept for one in _REGISTER):
        raise Invalid(
            "relief.destruction_register",
            _("留存申请或台账登记时，登记的家庭和人员也要留存。"),
            _("请一并填写“仅因本年度登记的家庭和人员”。"),
            field="keep_registry",
        )
    counts = counted(of)
    lines: list[list[Any]] = []
    for code, kind in kinds().items():
        extra = kept.get(code)
        treatment = "keep" if extra else kind.treatment
        until = extra.until.isoformat() if extra else f"{_end(of, kind.years)}" if kind.years else ""
        lines.append([code, counts[code], treatment, extra.reason.strip() if extra else kind.ground, until])
    return lines


def _end(of: Family, years: int) -> date:
    """The last day of the years, which begin with the year after the season was closed."""
    closed = max(local_date(one.closed_at) for one in of.all if one.closed_at)
    return date(closed.year + years, 12, 31)


def _begun(season: UUID, region: int, values: dict[str, Any], now: datetime) -> Destruction:
    last = Destruction.objects.filter(season=season).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Destruction.objects.create(
                id=new_id(now), region=region, season_id=season, number=last + 1, drafted_at=now, **values
            )
    except IntegrityError as error:
        raise Conflict(
            "relief.destruction_begun_twice", _("刚刚有人起草了这个年度的销毁评估。"), _("请刷新页面查看。")
        ) from error


def _check_people(by: Actor, row: Destruction, executor: UUID, witness: UUID) -> None:
    if len({by.staff, executor, witness}) != len((by, executor, witness)):
        raise Invalid("relief.destruction_people", _("审批、执行和监销必须是三个人。"), _("请另选。"), field="witness")
    for staff, name in ((executor, "executor"), (witness, "witness")):
        account = selectors.account_of_staff(staff)
        if account is None or not account.active or at_level(account.staff.unit.region, Level.COUNTY) != row.region:
            raise Invalid(
                "relief.destruction_stranger",
                _("选择的人没有账号，或不在本县。"),
                _("请选择本县有账号的人。"),
                field=name,
            )
