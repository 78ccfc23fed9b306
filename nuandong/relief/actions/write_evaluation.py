"""A season's evaluation: drafted by one, signed by another; a signed one is followed by a new one, never changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.evaluating import figures
from nuandong.relief.events.evaluation import EvaluationSigned, EvaluationWritten
from nuandong.relief.lookups import evaluation_of, season_of
from nuandong.relief.models import Evaluation, Season

WRITE: Final = "relief.evaluation.write"
SIGN: Final = "relief.evaluation.sign"
MOST_AFFECTED: Final = 100_000_000
MOST_TARGETS: Final = 30
MOST_WORDS: Final = 5000
PARTS: Final = ("effect", "problems", "practice", "advice")
"""What a county says, in the order in which it is read."""

Target = tuple[str, str, str, str]
"""What was to be reached: name, unit, target, what was reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person writes; the figures are counted."""

    affected_persons: int
    effect: str = ""
    problems: str = ""
    practice: str = ""
    advice: str = ""
    targets: Sequence[Target] = ()


@transaction.atomic
def write_evaluation(*, by: Actor, now: datetime, season: UUID, said: Said) -> Evaluation:
    """Begin the draft of a season's evaluation, or put another text in its place.

    Raises NotFound, Forbidden, OutOfScope, Invalid, Conflict when somebody else begins one at the moment.
    """
    of = season_of(season)
    permissions.check(by, WRITE, region=of.region)
    _check(said)
    values: dict[str, Any] = {name: getattr(said, name).strip() for name in PARTS}
    values |= {
        "affected_persons": said.affected_persons,
        "targets": [[cell.strip() for cell in line] for line in said.targets],
        "drafted_by": by.staff,
        "changed_at": now,
    }
    draft = Evaluation.objects.select_for_update().filter(season=of, signed_at=None).first()
    if draft is None:
        draft = _begun(of, values, now)
    else:
        Evaluation.objects.filter(id=draft.id).update(**values)
    payload = EvaluationWritten(
        season=of.id, number=draft.number, affected_persons=said.affected_persons, targets=len(said.targets)
    )
    journal.record(payload, by=by, now=now, region=of.region, subject=draft.id)
    return Evaluation.objects.get(id=draft.id)


@transaction.atomic
def sign_evaluation(*, by: Actor, now: datetime, evaluation: UUID, seen: datetime) -> Evaluation:
    """Sign what somebody else drafted: its figures stand from now on as they are. `seen`: when it was last changed.

    Raises NotFound, Forbidden (one's own draft), OutOfScope, NotNow when it is signed or a part is empty, Conflict
    when it was changed since it was read.
    """
    row = evaluation_of(evaluation, lock=True)
    permissions.check(by, SIGN, region=row.region)
    if row.signed_at is not None:
        raise NotNow("relief.evaluation_signed", _("这份评估已经签发。"), _("要更正，请另起草一份。"))
    if by.staff == row.drafted_by:
        raise Forbidden("relief.evaluation_own", _("这份评估是您起草的，要由另一人签发。"), _("请由负责人签发。"))
    if row.changed_at != seen:
        raise Conflict("relief.evaluation_changed", _("您打开以后评估有改动。"), _("请重新看过再签发。"))
    if not all(getattr(row, name) for name in PARTS):
        raise NotNow("relief.evaluation_empty", _("评估还没有写完。"), _("请先写明成效、问题、经验做法和意见建议。"))
    counted = figures(row.season, row.affected_persons)
    row.figures = [[code, number] for code, number in counted.items()]
    row.digest = _digest(row)
    row.signed_by, row.signed_at = by.staff, now
    row.save(update_fields=["figures", "digest", "signed_by", "signed_at"])
    payload = EvaluationSigned(season=row.season_id, number=row.number, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row


def _begun(of: Season, values: dict[str, Any], now: datetime) -> Evaluation:
    number = (Evaluation.objects.filter(season=of).aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            return Evaluation.objects.create(
                id=new_id(now), region=of.region, season=of, number=number, drafted_at=now, **values
            )
    except IntegrityError as error:
        raise Conflict(
            "relief.evaluation_begun", _("刚刚有人起草了这个年度的评估。"), _("请刷新页面，在那一份上修改。")
        ) from error


def _check(said: Said) -> None:
    if not 0 < said.affected_persons <= MOST_AFFECTED:
        raise Invalid(
            "relief.evaluation_affected",
            _("没有填写受灾人数。"),
            _("请照灾情统计填写，大于 0。"),
            field="affected_persons",
        )
    for name in PARTS:
        if len(getattr(said, name)) > MOST_WORDS:
            raise Invalid(
                "relief.evaluation_long",
                _("文字超过 %(most)d 字。"),
                _("请精简，详细材料可以补充归档。"),
                field=name,
                most=MOST_WORDS,
            )
    if len(said.targets) > MOST_TARGETS or any(not all(cell.strip() for cell in line) for line in said.targets):
        raise Invalid(
            "relief.evaluation_targets",
            _("绩效目标没有填全。"),
            _("每行填四项：目标、单位、目标值、完成值，用逗号分开，最多 %(most)d 行。"),
            field="targets",
            most=MOST_TARGETS,
        )


def _digest(row: Evaluation) -> str:
    told = [row.number, row.affected_persons, row.figures, row.targets, [getattr(row, name) for name in PARTS]]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
