from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import ceilings, freezes, moving, noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.actions.draft_decision import count_up
from nuandong.relief.actions.file_objection import ANSWER, TABLE
from nuandong.relief.events.noticing import ObjectionAnswered, ObjectionRead
from nuandong.relief.models import Application, Entitlement, NoticeLine, Objection
from nuandong.relief.steps import DecisionState, ObjectionState
from nuandong.vault import api as vault

WORDS = 1_000


@transaction.atomic
def answer_objection(*, by: Actor, now: datetime, objection: UUID, upheld: bool, words: str) -> Objection:
    """Answer after verifying again: upheld removes the household with the explanation, turned down lets its days go on.

    Turning down needs a democratic assessment held about it. Upholding answers every open objection to the household; a
    decided one is removed only while nothing of it is planned or paid. Raises NotFound, Forbidden, OutOfScope,
    NotNow, Invalid. Source: DIS-025.
    """
    row = _open(by, objection)
    words = _words(words)
    policies.check_answerable(row, upheld=upheld)
    outcome = ObjectionState.UPHELD if upheld else ObjectionState.REJECTED
    if upheld:
        _remove(row.application, now)
        others = Objection.objects.filter(application=row.application_id, state=ObjectionState.OPEN).exclude(id=row.id)
        for other in others:
            _answer(other, outcome, words, by=by, now=now)
    _answer(row, outcome, words, by=by, now=now)
    noticing.go_on(row.application_id, local_date(now))
    return noticing.objection_of(row.id)


@transaction.atomic
def withdraw_objection(*, by: Actor, now: datetime, objection: UUID, words: str) -> Objection:
    """Note that whoever objected takes it back; the household's days go on. Raises as `answer_objection`."""
    row = _open(by, objection)
    words = _words(words)
    policies.check_answerable(row, upheld=True)
    _answer(row, ObjectionState.WITHDRAWN, words, by=by, now=now)
    noticing.go_on(row.application_id, local_date(now))
    return noticing.objection_of(row.id)


@transaction.atomic
def read_contact(*, by: Actor, now: datetime, objection: UUID) -> str:
    """The contact somebody left, for the answer; each look is an event. Raises NotFound, Forbidden, OutOfScope."""
    row = noticing.objection_of(objection)
    permissions.check(by, ANSWER, region=row.region)
    if row.contact_sealed is None:
        raise NotFound("relief.no_contact", _("异议人没有留下联系方式。"), _("答复凭查询码查看。"))
    journal.record(ObjectionRead(), by=by, now=now, region=row.region, subject=row.id)
    return vault.open_sealed(TABLE, "contact_sealed", row.id, bytes(row.contact_sealed))


def _open(by: Actor, objection: UUID) -> Objection:
    row = noticing.objection_of(objection, lock=True)
    permissions.check(by, ANSWER, region=row.region)
    noticing.lock(row.application_id)
    return row


def _words(words: str) -> str:
    words = clean_text(words, WORDS, field="words")
    if not words:
        raise Invalid(
            "relief.answer_words", _("没有写答复。"), _("请写明核实的情况和结论，异议人会看到。"), field="words"
        )
    return words


def _answer(row: Objection, outcome: ObjectionState, words: str, *, by: Actor, now: datetime) -> None:
    changed = Objection.objects.filter(id=row.id, state=ObjectionState.OPEN).update(
        state=outcome,
        answered_by=by.staff,
        answered_at=now,
        answer_sealed=vault.seal(TABLE, "answer_sealed", row.id, words),
    )
    if changed != 1:
        raise NotNow("relief.objection_answered", _("这条异议已经答复。"), _("请刷新页面查看。"))
    payload = ObjectionAnswered(application=row.application_id, outcome=outcome.value)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)


def _remove(application: Application, now: datetime) -> None:
    """Off the list and off every notice; what was granted ends, unless money of it is under way."""
    freezes.check_not_frozen([application.region], application.season.year)
    if application.decision is not None and application.decision.state == DecisionState.SENT:
        raise NotNow(
            "relief.list_sent",
            _("这一户在送签的审定名单里。"),
            _("请县级先撤回送签，再答复这条异议。"),
        )
    granted = Entitlement.objects.filter(application=application, ended_at=None)
    amounts = list(granted.values_list("region", "amount_fen"))
    if amounts and granted.filter(claimed_fen=0).update(ended_at=now) != 1:
        raise NotNow(
            "relief.money_under_way",
            _("这一户的救助金已经编入发放或已经发放，不能取消。"),
            _("请先取消发放；已经到账的，按追回处理。"),
        )
    ceilings.take(application.season, "granted", ((region, -fen) for region, fen in amounts))
    draft = application.decision
    if draft is not None and draft.state == DecisionState.DRAFT:
        moving.move([application.id], "remove", now=now, decision=None)
        count_up(draft)
    else:
        moving.move([application.id], "remove", now=now)
    NoticeLine.objects.filter(application=application, removed_at=None).update(removed_at=now)
