"""Whether a county's list is in a fit state to be changed, sent, signed."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Decision, Season, Signature
from nuandong.relief.steps import DecisionState


def check_open(season: Season) -> None:
    """Raise NotNow for a season that is closed."""
    if season.closed_at is not None:
        raise NotNow("relief.season_closed", _("这个年度已经关闭。"), _("需要办理的，请开启新的年度。"))


def check_state(decision: Decision, *states: DecisionState) -> None:
    """Raise NotNow unless the list is in one of the states."""
    if decision.state not in states:
        raise NotNow(
            "relief.decision_not_now",
            _("这份名单现在的状态是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看。"),
            state=str(DecisionState(decision.state).label),
        )


def check_not_empty(decision: Decision) -> None:
    """Raise Invalid for a list without households, or with one whose amount is not worked out."""
    rows = list(decision.applications.values_list("amount_fen", flat=True))
    if not rows:
        raise Invalid("relief.decision_empty", _("名单里没有一户。"), _("请作废这份草稿，待乡镇上报后再起草。"))
    if missing := sum(fen is None for fen in rows):
        raise Invalid(
            "relief.decision_amounts",
            _("有 %(count)d 户没有算出金额。"),
            _("请退回补正，填齐标准要求的各项。"),
            count=missing,
        )


def check_signer(decision: Decision, by: Actor) -> None:
    """Raise Forbidden for whoever drafted the list, NotNow for whoever signed it already."""
    if decision.drafted_by == by.staff:
        raise Forbidden("relief.own_draft", _("自己起草的名单不能自己签批。"), _("请由其他有签批权限的负责人签批。"))
    if Signature.objects.filter(decision=decision, staff=by.staff).exists():
        raise NotNow("relief.signed_already", _("您已经签批过这份名单。"), _("请等待其他负责人签批。"))


def list_hash(rows: Iterable[tuple[UUID, int | None]]) -> str:
    """SHA-256 over (application, amount in fen) in the order of the ids, hexadecimal."""
    text = "\n".join(f"{identity},{fen}" for identity, fen in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()
