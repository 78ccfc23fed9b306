"""Payouts on a page: where they stand, what is wrong, other money, what the bank said, samples."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people.selectors.written import UNMASK
from nuandong.relief import besides
from nuandong.relief import selectors_payout as selectors
from nuandong.relief.actions.sample_payout import ANSWERS
from nuandong.relief.bank.answering import REFUSALS
from nuandong.relief.bank.checking import MESSAGES, Problem
from nuandong.relief.bank.library import layouts
from nuandong.relief.bank.reasons import REASONS
from nuandong.relief.forms.library import forms
from nuandong.relief.paying import snapshots
from nuandong.relief.paying.failing import failures
from nuandong.relief.paying.others import Other, other_payments
from nuandong.relief.paying.registers import REGISTERS
from nuandong.relief.paying.returns import returns_of
from nuandong.relief.paying.write_offs import write_offs_of
from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE, check_act
from nuandong.relief.steps import LIVE, LineState, PayoutState
from nuandong.web import wording
from nuandong.web.form_page import why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import besides_lines, title_of
from nuandong.web.pages.relief_findings.showing import standing
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.relief.models import Payout, PayoutLine, SampleCheck

MOST: Final = 50
"""So many of a list of trouble are shown; how many there are is said."""
_WAYS: Final = {
    "household": gettext_noop("同一户"),
    "person": gettext_noop("同一人"),
    "account": gettext_noop("同一账号"),
    "ledger": gettext_noop("台账所记已发"),
    "outside": gettext_noop("其他项目"),
}
_TONES: Final = {
    LineState.PLANNED: wording.MUTE,
    LineState.FROZEN: wording.INFO,
    LineState.SENT: wording.INFO,
    LineState.UNKNOWN: wording.SOON_TONE,
    LineState.PAID: wording.OK,
    LineState.FAILED: wording.LATE,
    LineState.RETURNED: wording.LATE,
    LineState.GIVEN_UP: wording.MUTE,
    LineState.CANCELLED: wording.MUTE,
}
_STATE_TONES: Final = {
    PayoutState.PLANNED: wording.SOON_TONE,
    PayoutState.FROZEN: wording.SOON_TONE,
    PayoutState.CHECKED: wording.SOON_TONE,
    PayoutState.RELEASED: wording.INFO,
    PayoutState.SETTLED: wording.OK,
    PayoutState.CANCELLED: wording.MUTE,
}
_BEFORE: Final = frozenset({PayoutState.PLANNED, PayoutState.FROZEN, PayoutState.CHECKED})
_AFTER: Final = frozenset({PayoutState.RELEASED, PayoutState.SETTLED})
_ANSWER_TONES: Final = {"arrived": wording.OK, "not_reached": wording.SOON_TONE}


def title(row: "Payout") -> str:
    if row.season.follows_id is not None:
        return _("%(season)s第 %(number)d 批发放") % {"season": title_of(row.season), "number": row.number}
    return _("%(year)s 年度第 %(number)d 批发放") % {"year": row.season.year, "number": row.number}


def counted(homes: int, fen: int) -> dict[str, Any]:
    return {"n": homes, "fen": format_yuan(fen)}


def facts(row: "Payout") -> list[tuple[str, str]]:
    return [
        (_("批次"), title(row)),
        (_("户数"), str(row.lines_count)),
        (_("金额"), _("%(fen)s 元") % {"fen": format_yuan(row.total_fen)}),
        (_("附言"), row.remark),
    ]


def rows(payouts: "Sequence[Payout]") -> list[dict[str, Any]]:
    """Payouts of a list, with what of them arrived and failed."""
    sums = selectors.sums(payouts)
    empty = selectors.Share()
    return [
        {
            "row": one,
            "title": title(one),
            "tone": _STATE_TONES[PayoutState(one.state)],
            "paid": sums.get(one.id, {}).get(LineState.PAID, empty),
            "failed": sums.get(one.id, {}).get(LineState.FAILED, empty),
            "returned": sums.get(one.id, {}).get(LineState.RETURNED, empty),
            "given_up": sums.get(one.id, {}).get(LineState.GIVEN_UP, empty),
        }
        for one in payouts
    ]


PAYOUT_COLUMNS: Final = (
    gettext_noop("批次"), gettext_noop("资金文件"), gettext_noop("状态"), gettext_noop("户数"),
    gettext_noop("金额（元）"), gettext_noop("已到账户数"), gettext_noop("已到账（元）"), gettext_noop("失败户数"),
    gettext_noop("退回户数"), gettext_noop("编制时间"), gettext_noop("编号"),
)  # fmt: skip


def payout_cells(payouts: "Sequence[Payout]") -> Iterator[list[str]]:
    for one in rows(payouts):
        row = one["row"]
        yield [
            one["title"],
            row.tranche.funds.number,
            str(row.get_state_display()),
            str(row.lines_count),
            format_yuan(row.total_fen),
            str(one["paid"].homes),
            format_yuan(one["paid"].fen),
            str(one["failed"].homes),
            str(one["returned"].homes),
            wording.full_moment(row.planned_at),
            str(row.id),
        ]


def lines(some: "Sequence[PayoutLine]") -> list[dict[str, Any]]:
    return [{"row": one, "tone": _TONES[LineState(one.state)]} for one in some]


def payout(request: SignedRequest, row: "Payout") -> dict[str, Any]:
    """Everything of one payout but its lines."""
    by, state = request.actor, PayoutState(row.state)
    who = org.names_of([one for one in (row.planned_by, row.checked_by, row.released_by) if one])
    layout = layouts().get(row.layout)
    may = {
        name: permissions.allows(by, permission, region=row.region)
        for name, permission in (("plan", PLAN), ("check", CHECK), ("release", RELEASE), ("unmask", UNMASK))
    }
    return {
        **rows([row])[0],
        "state": state,
        "steps": _steps(state),
        "planner": who.get(row.planned_by, ""),
        "checker": who.get(row.checked_by, "") if row.checked_by else "",
        "releaser": who.get(row.released_by, "") if row.released_by else "",
        "layout": said(layout.title) if layout else row.layout,
        "may": may,
        "acts": _acts(request, row, may),
        **_trouble(request, row),
        **(_answered(row) if state in _AFTER else {}),
        "files": list(row.files.filter(outgoing=True).order_by("name")),
        "registers": _registers() if row.list_hash and state != PayoutState.CANCELLED else [],
        "after": state in _AFTER,
    }


def _acts(request: SignedRequest, row: "Payout", may: dict[str, bool]) -> list[dict[str, str]]:
    """The next steps whoever looks may take, and why not when something stands against it."""
    shown = []
    for act, words, icon, allowed in (
        ("freeze", _("固定名单"), "lock", may["plan"]),
        ("check", _("核对"), "circle-check", may["check"]),
        ("release", _("放款"), "send", row.state == PayoutState.CHECKED and request.actor.may(RELEASE)),
    ):
        due = {"freeze": PayoutState.PLANNED, "check": PayoutState.FROZEN, "release": PayoutState.CHECKED}[act]
        if allowed and row.state == due:
            why = why_not(lambda act=act: check_act(row, act, request.actor))  # type: ignore[misc]
            shown.append({"act": f"relief-payout-{act}", "words": words, "icon": icon, "why": why})
    return shown


def _steps(state: PayoutState) -> list[dict[str, str]]:
    if state == PayoutState.CANCELLED:
        return []
    titles = [_("编制"), _("固定名单"), _("核对"), _("放款"), _("银行结果")]
    at = {PayoutState.PLANNED: 1, PayoutState.FROZEN: 2, PayoutState.CHECKED: 3, PayoutState.RELEASED: 4}.get(state, 5)
    marks = ["done" if place < at else "now" if place == at else "next" for place in range(len(titles))]
    return [{"title": words, "state": mark} for words, mark in zip(titles, marks, strict=True)]


def _trouble(request: SignedRequest, row: "Payout") -> dict[str, Any]:
    """Before the release: what the bank would refuse, and other money to the same people."""
    if row.state not in _BEFORE:
        return {}
    others_ = other_payments(row)
    found: dict[str, Any] = {
        "others": others(others_.shown),
        "others_count": others_.count,
        "others_fen": others_.fen,
        **besides_lines(besides.of_payout(row)),
        **standing(row.lines.values_list("household", flat=True), request.actor, request.now),
    }
    if row.state == PayoutState.PLANNED:
        found |= _problems(row, local_date(request.now))
    return found


def _problems(row: "Payout", today: date) -> dict[str, Any]:
    """What the bank would refuse and what it might, the worst first; so many are shown, all are counted."""
    kept: list[tuple[Problem, PayoutLine]] = []
    count = 0
    for some, _made, problems in snapshots.looked_at(row, today):
        count += len(problems)
        by_serial = {one.serial: one for one in some}
        kept += [(one, by_serial[one.serial]) for one in problems]
        kept = sorted(kept, key=lambda pair: (not pair[0].error, pair[0].serial))[:MOST]
    changes = selectors.changes_of([line.id for _one, line in kept])
    return {
        "problems": [
            {
                "line": line,
                "words": _(MESSAGES[one.code]) % dict(one.params),
                "tone": wording.LATE if one.error else wording.SOON_TONE,
                "kind": _("银行不受理") if one.error else _("提醒"),
                "change": changes.get(line.id),
            }
            for one, line in kept
        ],
        "problems_count": count,
    }


def others(some: Sequence[Other]) -> list[dict[str, Any]]:
    return [
        {
            "line": one.line,
            "way": said(_WAYS[one.way]),
            "what": title(one.payout) if one.payout else one.said or _("导入的台账"),
            "state": str(one.state.label) if one.state else "",
            "tone": _TONES[one.state] if one.state else wording.INFO,
            "amount": one.amount,
        }
        for one in some
    ]


def _answered(row: "Payout") -> dict[str, Any]:
    """After the release: what failed and what to do, files of the bank with rows not taken, samples."""
    failed = failures(row)
    return {
        "failures": [
            {"one": one, "reason": said(one.reason.title), "advice": said(one.reason.advice)} for one in failed[:MOST]
        ],
        "failures_count": len(failed),
        "returns": [
            {"row": one, "reason": said(REASONS[one.reason].title), "line": one.line} for one in returns_of(row)
        ],
        "ready": sum(one.ready for one in failed),
        "write_offs": [{"row": one, "line": one.line} for one in write_offs_of(row)],
        "waiting": row.lines.filter(state__in=sorted(LIVE - {LineState.PAID})).count(),
        "results": [
            {
                "row": one,
                "refused": [
                    {"row": number, "words": said(REFUSALS[code]) % params}
                    for number, code, params in one.refused[:MOST]
                ],
                "count": len(one.refused),
            }
            for one in row.files.filter(outgoing=False).order_by("-id")
        ],
        "samples": [{"row": one, "counts": sample_counts(one)} for one in row.samples.order_by("-id")],
        "followers": list(row.followed_by.order_by("number").select_related("season")),
    }


def _registers() -> list[tuple[str, str]]:
    return [(code, said(forms()[code].title)) for code in REGISTERS]


def sample_counts(row: "SampleCheck") -> list[tuple[str, str, int]]:
    """What was answered, how often."""
    given = Counter(answer for answer, _day, _who in row.answers.values())
    told = [(_tone(code), said(words), given[code]) for code, words in ANSWERS.items() if given[code]]
    left = row.size - len(row.answers)
    return [*told, *([(wording.MUTE, _("未登记"), left)] if left else [])]


def sample_lines(row: "SampleCheck") -> list[dict[str, Any]]:
    """The households of a sample in the order of the lot."""
    found = row.payout.lines.in_bulk([UUID(one) for one in row.drawn])
    shown = []
    for identity in row.drawn:
        answer, day, _who = row.answers.get(identity, ("", "", ""))
        words = said(ANSWERS[answer]) if answer else _("未登记")
        tone = _tone(answer) if answer else wording.MUTE
        shown.append({"line": found[UUID(identity)], "answer": words, "day": day, "tone": tone})
    return shown


def _tone(answer: str) -> str:
    return _ANSWER_TONES.get(answer, wording.LATE)
