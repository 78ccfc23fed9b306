"""Who may do what with a payout, and whether now. The database holds the same: three hands, never twice."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.freezes import check_not_frozen
from nuandong.relief.models import Objection, Payout, PayoutLine, Season
from nuandong.relief.procedures import Remark, procedure_of
from nuandong.relief.steps import HOLDING, PAYOUT, LineState, ObjectionState, PayoutState

SEE: Final = "relief.payout.see"
PLAN: Final = "relief.payout.plan"
CHECK: Final = "relief.payout.check"
RELEASE: Final = "relief.payout.release"
REMARK_LIMIT: Final = 40


def payout_of(identity: UUID, *, by: Actor, permission: str = SEE, lock: bool = False) -> Payout:
    """One payout, its row locked on demand. Raises NotFound outside the scope, Forbidden, OutOfScope."""
    rows = Payout.objects.select_for_update(of=("self",)) if lock else Payout.objects
    found = rows.select_related("season", "tranche", "tranche__funds").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_payout", _("没有找到这个发放批次。"), _("请从发放列表中打开。"))
    permissions.check(by, permission, region=found.region)
    return found


def line_of(identity: UUID, *, by: Actor, permission: str) -> PayoutLine:
    """One line with its payout, which is locked. Raises NotFound, Forbidden, OutOfScope."""
    found = PayoutLine.objects.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_line", _("没有找到这一户的发放。"), _("请从发放批次中打开。"))
    payout_of(found.payout_id, by=by, permission=permission, lock=True)
    return PayoutLine.objects.select_related("payout", "payout__season").get(id=identity)


def check_any(by: Actor, region: int, *wanted: str) -> None:
    """Raise Forbidden or OutOfScope unless one of the permissions is held there."""
    if not any(permissions.allows(by, one, region=region) for one in wanted):
        permissions.check(by, wanted[0], region=region)


def next_state(payout: Payout, act: str) -> PayoutState:
    """The state an act leads to. Raises NotNow."""
    found = PAYOUT[PayoutState(payout.state)].get(act)
    if found is None:
        raise NotNow(
            "relief.payout_not_now",
            _("这个批次现在是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看。"),
            state=str(PayoutState(payout.state).label),
        )
    return found


def check_open(season: Season) -> None:
    """Raise NotNow in a closed season."""
    if season.closed_at is not None:
        raise NotNow("relief.season_closed", _("这个年度已经关闭。"), _("请在未关闭的年度里办理。"))


def check_free(payout: Payout) -> None:
    """Raise NotNow while an audit holds any place the payout pays in."""
    regions = set(payout.lines.exclude(state=LineState.CANCELLED).values_list("region", flat=True))
    check_not_frozen(regions or {payout.region}, payout.season.year)


def check_remark(remark: Remark, text: str) -> None:
    """Raise Invalid for a remark that the procedure does not want (DIS-027)."""
    if not text or len(text) > REMARK_LIMIT:
        raise Invalid(
            "relief.remark_length",
            _("附言要填写，最多 %(limit)d 个字。"),
            _("请按本地规定填写。"),
            field="remark",
            limit=REMARK_LIMIT,
        )
    if remark.equals is not None and text != remark.equals:
        raise Invalid(
            "relief.remark_equals",
            _("附言必须是“%(wanted)s”。"),
            _("请照填，不加其他字。"),
            field="remark",
            wanted=remark.equals,
        )
    if remark.contains is not None and remark.contains not in text:
        raise Invalid(
            "relief.remark_contains",
            _("附言里必须有“%(wanted)s”。"),
            _("请补上，让收款人看得出是什么钱。"),
            field="remark",
            wanted=remark.contains,
        )


def default_remark(season: Season) -> str:
    """A remark the procedure accepts."""
    rule = procedure_of(season).remark
    return rule.equals or f"冬春{rule.contains}资金"


def check_not_planner(payout: Payout, by: Actor) -> None:
    """Raise Forbidden for whoever planned it."""
    if by.staff == payout.planned_by:
        raise Forbidden("relief.payout_own", _("这个批次是您编制的，不能由您核对。"), _("请由分管领导等另一人核对。"))


def check_third_hand(payout: Payout, by: Actor) -> None:
    """Raise Forbidden for whoever planned or checked it."""
    if by.staff in {payout.planned_by, payout.checked_by}:
        raise Forbidden(
            "relief.payout_released_by_third", _("编制或核对过这个批次的人不能放款。"), _("请由财政经办放款。")
        )


def check_no_objection(payout: Payout) -> None:
    """Raise NotNow while somebody objects to a household of the payout (DIS-025)."""
    held = payout.lines.filter(
        state__in=sorted(HOLDING),
        instalment__entitlement__application__in=Objection.objects.filter(state=ObjectionState.OPEN).values(
            "application"
        ),
    ).count()
    if held:
        raise NotNow(
            "relief.payout_objected",
            _("有 %(count)d 户的异议还没有答复。"),
            _("请先答复异议，或取消这个批次后重新编制。"),
            count=held,
        )


def check_act(payout: Payout, act: str, by: Actor) -> None:
    """Everything that can be told beforehand of `freeze`, `check`, `release` or `cancel`. Raises DomainError."""
    permission = {"check": CHECK, "release": RELEASE}.get(act, PLAN)
    permissions.check(by, permission, region=payout.region)
    next_state(payout, act)
    if act == "check":
        check_not_planner(payout, by)
    if act == "release":
        check_third_hand(payout, by)


def can(check: Callable[[], object]) -> bool:
    """Whether a check passes."""
    try:
        check()
    except DomainError:
        return False
    return True


def changed_meanwhile() -> Conflict:
    return Conflict("relief.payout_changed", _("这个批次刚刚被别人办理过。"), _("请刷新页面查看。"))
