"""Did the money arrive: a sample of those paid is drawn with a recorded seed, and asked one by one."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.events.paying import SampleAnswered, SampleDrawn
from nuandong.relief.models import SampleCheck
from nuandong.relief.paying.sampling import drawn, size
from nuandong.relief.policies_payout import PLAN, payout_of
from nuandong.relief.steps import LineState
from nuandong.supervision.drawing import SEED_BYTES

ANSWERS: Final = {
    "arrived": _("已收到，金额相符"),
    "other_amount": _("已收到，金额不符"),
    "not_arrived": _("没有收到"),
    "not_reached": _("没有联系上"),
}
CONFIDENCES: Final = (80, 90, 95, 99)


@transaction.atomic
def draw_sample(
    *, by: Actor, now: datetime, payout: UUID, confidence: int, margin: int, seed: str | None = None
) -> SampleCheck:
    """Draw paid households to ask whether the money came; how many follows from confidence and margin, both per cent.

    One sample at a time. `seed` is drawn by chance and kept, so that anybody can draw the same again. Raises Invalid
    for a confidence or margin that is none, NotNow while nothing is paid or a sample is open, NotFound, Forbidden.
    """
    row = payout_of(payout, by=by, permission=PLAN, lock=True)
    if confidence not in CONFIDENCES or not 1 <= margin <= 50:
        raise Invalid(
            "relief.sample_shape", _("置信度或误差不对。"), _("误差请填 1 到 50（百分之几）。"), field="margin"
        )
    if row.samples.filter(closed_at=None).exists():
        raise NotNow("relief.sample_open", _("上一次抽查还没有办完。"), _("请先登记上一次抽查的结果。"))
    lines = sorted(row.lines.filter(state=LineState.PAID).values_list("id", "region"))
    if not lines:
        raise NotNow("relief.sample_nobody", _("还没有到账的户。"), _("请先登记银行结果。"))
    wanted = size(len(lines), confidence=confidence, margin=margin)
    chosen = seed or secrets.token_hex(SEED_BYTES)
    picks = drawn(lines, chosen, wanted)
    made = SampleCheck.objects.create(
        id=new_id(now),
        region=row.region,
        payout=row,
        seed=chosen,
        confidence=confidence,
        margin=margin,
        population=len(lines),
        size=wanted,
        drawn=[str(one) for one in picks],
        drawn_by=by.staff,
        drawn_at=now,
    )
    payload = SampleDrawn(
        sample=made.id, seed=chosen, confidence=confidence, margin=margin, population=len(lines), size=wanted
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return made


@transaction.atomic
def answer_sample(*, by: Actor, now: datetime, sample: UUID, line: UUID, answer: str) -> SampleCheck:
    """What a household of the sample said; said again it is changed. The last answer closes the sample.

    Raises NotFound for a household that was not drawn, Invalid for another answer, NotNow once closed, Forbidden.
    """
    row = SampleCheck.objects.select_for_update().filter(id=sample).first()
    if row is None or str(line) not in row.drawn:
        raise NotFound("relief.no_sample", _("这一户不在抽查样本里。"), _("请从抽查列表中打开。"))
    permissions.check(by, PLAN, region=row.region)
    if answer not in ANSWERS:
        raise Invalid("relief.sample_answer", _("没有这种结果。"), _("请从列表中选择。"), field="answer")
    if row.closed_at is not None:
        raise NotNow("relief.sample_closed", _("这次抽查已经办完。"), _("需要时请重新抽查。"))
    answers = {**row.answers, str(line): [answer, local_date(now).isoformat(), str(by.staff)]}
    closed = now if len(answers) == row.size else None
    SampleCheck.objects.filter(id=row.id).update(answers=answers, closed_at=closed)
    payload = SampleAnswered(sample=row.id, line=line, answer=answer)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.payout_id)
    row.refresh_from_db()
    return row
