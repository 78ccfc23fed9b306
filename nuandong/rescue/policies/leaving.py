"""Who may leave the station, how, and on whose word (product C.5, facts 2.2 rows 14-22)."""

from dataclasses import dataclass
from typing import Final

from nuandong.kernel.errors import DomainError, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors_station import required, unknown_code, wrong_state
from nuandong.rescue.kinds_stay import ESCORT_ADVISED, NOT_ALONE
from nuandong.rescue.reference_station import Exit, exits, reasons_for, station
from nuandong.rescue.states.stay import STAY, StayState

_ESCORT: Final = _("未成年、年老、残疾或不能自理的人员，建议联系亲属接回或护送返乡；本人坚持自行离站的，不得阻拦。")
_AFTER_ABSENCE = frozenset({"walked_out", "died"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What the rules ask about somebody who is to leave. `approved`: the duty leader signed this way of leaving.

    `statement` and `sheet`: the signed statement and the hand-over sheet are photographed; else `witness` says who saw
    him go and `sheet_reason` why there is no sheet.
    """

    exit: str
    state: str
    age: int | None
    flags: tuple[str, ...] = ()
    approved: bool = False
    receiver: str = ""
    reason: str = ""
    in_hospital: bool = False
    statement: bool = False
    witness: str = ""
    sheet: bool = False
    sheet_reason: str = ""


def may_leave_alone(age: int | None, flags: tuple[str, ...]) -> bool:
    """Old enough (years) and without signs of mental or intellectual disability: nobody may hold him."""
    return age is not None and age >= station().leaving.adult_at and not NOT_ALONE & set(flags)


def advice(exit_code: str, age: int | None, flags: tuple[str, ...]) -> str:
    """What to offer before somebody goes alone, a Chinese msgid; "" for nothing. Advice, never a bar: the law forbids
    holding an able person. Source: RES-022 (minors, the elderly and the disabled are escorted or fetched)."""
    if not exits()[exit_code].alone:
        return ""
    rules = station()
    weak = age is not None and (age < rules.bed.minor_under or age >= rules.handover.elder_from)
    return _ESCORT if weak or ESCORT_ADVISED & set(flags) else ""


def needs_decision(exit_code: str, age: int | None, flags: tuple[str, ...]) -> bool:
    """Whether this way of leaving waits for the duty leader's signed decision."""
    how = exits()[exit_code]
    return how.decision or ((how.alone or how.absent) and not may_leave_alone(age, flags))


def can_leave(going: Going) -> bool:
    return refusal(going) is None


def check_leave(going: Going) -> None:
    """Raise what forbids the leaving; see `refusal`."""
    if (error := refusal(going)) is not None:
        raise error


def refusal(going: Going) -> DomainError | None:
    """Why somebody may not leave so, or None. The law forbids holding an able person; see `may_leave_alone`."""
    how = exits().get(going.exit)
    if how is None:
        return unknown_code("exit", _("离站方式"), going.exit)
    state = StayState(going.state)
    if "discharge" not in STAY[state]:
        return wrong_state(_("在站记录"), str(state.label))
    return _place(state, how, going.exit) or _word(how, going) or _papers(how, going)


def _place(state: StayState, how: Exit, exit_code: str) -> DomainError | None:
    if how.door and state is not StayState.ARRIVED:
        return NotNow(
            "rescue.entered_already",
            _("已经入站，不能再办理不予救助。"),
            _("请办理终止救助或其他方式离站。"),
            field="exit",
        )
    if how.absent and state is not StayState.ABSENT:
        return NotNow(
            "rescue.not_reported_absent",
            _("还没有登记去向不明。"),
            _("请先登记去向不明并报警查找，再办理擅自离站。"),
            field="exit",
        )
    if state is StayState.ABSENT and exit_code not in _AFTER_ABSENCE:
        return NotNow(
            "rescue.still_absent", _("此人去向不明，正在查找。"), _("找到后请先登记返站，再办理离站。"), field="exit"
        )
    return None


def _word(how: Exit, going: Going) -> DomainError | None:
    if going.approved or not needs_decision(going.exit, going.age, going.flags):
        return None
    if how.decision:
        return NotNow(
            "rescue.leave_undecided",
            _("“%(exit)s”须由带班领导签批。"),
            _("请先提交离站申请；签批同意后再办理。"),
            field="exit",
            exit=how.title,
        )
    if going.age is None:
        return Invalid(
            "rescue.age_unknown", _("年龄不详，不能判断能否自行离站。"), _("请先填写估计年龄。"), field="age"
        )
    return NotNow(
        "rescue.not_alone",
        _("未满%(years)d周岁或有精神、智力障碍迹象的人员不能自行离站。"),
        _("请由监护人接回、护送返乡，或提交带班领导签批。"),
        field="exit",
        years=station().leaving.adult_at,
    )


def _papers(how: Exit, going: Going) -> DomainError | None:
    if how.receiver and not going.receiver:
        return required("receiver", _("接领人或接收单位"))
    if how.statement and not going.statement and not going.witness:
        return Invalid(
            "rescue.no_statement",
            _("自行离站须有本人签名的声明书，或写明见证人。"),
            _("请拍下签名的声明书；本人不愿签的，写明见证人后放行。"),
            field="witness",
        )
    if how.receiver and not going.sheet and not going.sheet_reason:
        return Invalid(
            "rescue.no_leaving_sheet",
            _("交接须有双方签字的交接表，或写明没有的原因。"),
            _("请拍下交接表上传；办不了的写明原因。"),
            field="sheet_reason",
        )
    if how.reason and going.reason not in reasons_for(going.exit):
        return unknown_code("reason", _("不予救助或终止救助的原因"), going.reason)
    if going.exit == "from_hospital" and going.in_hospital:
        return NotNow(
            "rescue.still_in_hospital",
            _("住院记录还没有出院。"),
            _("请凭医院的出院证明登记出院，再办理离站。"),
            field="exit",
        )
    return None


def check_cash(cash_fen: int, *, receipt: bool) -> None:
    """No cash in principle; a short bus fare up to the limit (fen) against a signed receipt. Raises Invalid."""
    limit = station().leaving.cash_limit_fen
    if not 0 <= cash_fen <= limit:
        raise Invalid(
            "rescue.cash_limit",
            _("短途车费最多 %(limit)d 元。"),
            _("原则上不发现金，请改用乘车凭证。"),
            field="cash_fen",
            limit=limit // 100,
        )
    if cash_fen and not receipt:
        raise Invalid(
            "rescue.cash_receipt", _("发放现金须有本人签收单。"), _("请拍下签收单上传。"), field="cash_receipt"
        )
