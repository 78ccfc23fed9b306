"""The notices that follow a step of a pack: prepared by the act that ends it, from its own transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id, random_signs
from nuandong.machine.planner import among
from nuandong.relief.columns import columns
from nuandong.relief.events.noticing import NoticePrepared, NoticeReplaced, NoticesPrepared
from nuandong.relief.models import Application, Notice, NoticeLine, Pack, PayoutLine
from nuandong.relief.procedures import After, NoticeRule, procedure_of
from nuandong.relief.steps import ApplicationState, LineState, NoticeState

_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_TOKEN: Final = 24
_BATCH: Final = 1_000
_STATE: Final[Mapping[After, ApplicationState]] = {
    "assess": ApplicationState.ASSESSED,
    "review": ApplicationState.REVIEWED,
    "decide": ApplicationState.DECIDED,
    "pay": ApplicationState.DECIDED,
}
_READ: Final = ("id", "region", "pack", "head_masked", "category", "size", "persons", "amount_fen")
Result = tuple[str, int]
"""`paid` or `failed`, and how much in fen."""
_RESULTS: Final = {LineState.PAID: "paid", LineState.FAILED: "failed", LineState.RETURNED: "failed"}


@transaction.atomic
def prepare_notices(
    *,
    pack: Pack,
    step: After,
    by: Actor,
    now: datetime,
    only: Collection[UUID] | None = None,
    results: Mapping[UUID, Result] | None = None,
) -> list[Notice]:
    """Prepare the notices that follow a step of a pack, its households frozen and masked as they will be shown.

    Called by the act that ends the step, which has checked who may. Households are those of the pack which that act
    left in the state of the step, `only` these where an earlier act left others that hang already; after `pay`, those
    whose payment has an answer; `results` are those answers, where they were looked up for many packs at once. What
    hung for them under the same code before no longer counts. A step without notices, or without households, prepares
    none. Source: DIS-021 to DIS-024.
    """
    rules = procedure_of(pack.season).after(step)
    rows = list(pack.applications.filter(state=_STATE[step]).order_by("id").only(*_READ)) if rules else []
    if only is not None:
        wanted = frozenset(only)
        rows = [one for one in rows if one.id in wanted]
    if step == "pay":
        results = results_of([one.id for one in rows]) if results is None else results
        rows = [one for one in rows if one.id in results]
    if not rows:
        return []
    ids = [one.id for one in rows]
    codes = [rule.code for rule in rules]
    hung = NoticeLine.objects.filter(among("application", ids), notice__code__in=codes, removed_at=None)
    hung.update(removed_at=now)
    made = [_prepared(pack, rule, rows, results or {}, by=by, now=now) for rule in rules]
    for notice in made:
        tell_prepared(notice, len(rows), by=by, now=now)
        _drop_empty(notice, by=by, now=now)
    payload = NoticesPrepared(step=step, notices=[one.id for one in made], households=len(rows))
    journal.record(payload, by=by, now=now, region=pack.region, subject=pack.id)
    return made


def tell_prepared(notice: Notice, households: int, *, by: Actor, now: datetime) -> None:
    """Whoever makes a notice says so: from then on it has to be posted."""
    payload = NoticePrepared(code=notice.code, households=households)
    journal.record(payload, by=by, now=now, region=notice.region, subject=notice.id)


def _drop_empty(successor: Notice, *, by: Actor, now: datetime) -> None:
    """Notices of the pack under the same code that were never posted, and whose households all stand in it."""
    waiting = Notice.objects.filter(pack=successor.pack, code=successor.code, state=NoticeState.PREPARED)
    standing = NoticeLine.objects.filter(notice=OuterRef("id"), removed_at=None)
    for identity in waiting.exclude(Exists(standing)).values_list("id", flat=True):
        Notice.objects.filter(id=identity).update(state=NoticeState.DROPPED)
        payload = NoticeReplaced(successor=successor.id)
        journal.record(payload, by=by, now=now, region=successor.region, subject=identity)


def new_token() -> str:
    """An address nobody can guess and from which nothing can be read."""
    return random_signs(_SIGNS, _TOKEN)


def _prepared(
    pack: Pack,
    rule: NoticeRule,
    rows: Sequence[Application],
    results: Mapping[UUID, Result],
    *,
    by: Actor,
    now: datetime,
) -> Notice:
    notice = Notice.objects.create(
        id=new_id(now),
        region=pack.region,
        season=pack.season,
        pack=pack,
        code=rule.code,
        title=rule.title,
        shows=columns(rule, region=pack.region, now=now),
        days=rule.days,
        working_days=rule.unit == "working",
        token=new_token(),
        phone="",
        prepared_by=by.staff,
        prepared_at=now,
    )
    lines = [_line(notice, place, one, results, now) for place, one in enumerate(rows, 1)]
    NoticeLine.objects.bulk_create(lines, batch_size=_BATCH)
    return notice


def _line(notice: Notice, place: int, one: Application, results: Mapping[UUID, Result], now: datetime) -> NoticeLine:
    result, paid_fen = results.get(one.id, ("", one.amount_fen))
    return NoticeLine(
        id=new_id(now),
        region=one.region,
        notice=notice,
        application=one,
        place=place,
        head_masked=one.head_masked,
        category=one.category,
        size=one.size,
        persons=one.persons,
        amount_fen=paid_fen if "amount" in notice.shows else None,
        result=result,
    )


def results_of(applications: Collection[UUID]) -> dict[UUID, Result]:
    """Application → what became of its last payment, and how much; one query. Those still at the bank are left out."""
    lines = PayoutLine.objects.filter(
        among("instalment__entitlement__application", applications), state__in=list(_RESULTS)
    ).order_by("id")
    return {
        application: (_RESULTS[LineState(state)], fen)
        for application, state, fen in lines.values_list("instalment__entitlement__application", "state", "amount_fen")
    }
