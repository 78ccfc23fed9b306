"""Whether a notice may be posted, photographed, taken down; whether a household's notices of a step are over."""

from collections.abc import Sequence
from datetime import date, datetime

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application, Notice, NoticeLine, Objection, Vote
from nuandong.relief.notices import waiting
from nuandong.relief.procedures import After, NoticeRule, procedure_of
from nuandong.relief.steps import ENDED, ApplicationState, NoticeState, ObjectionState

OFF: frozenset[str] = ENDED | {ApplicationState.RETURNED}
"""A household in one of these is on no notice any more."""


def check_complete(applications: Sequence[Application], step: After, now: datetime) -> None:
    """Raise NotNow while a notice after a step has not hung long enough for one of the households, or is objected to.

    Two queries for any number of households of one season. Source: DIS-021, DIS-022, DIS-025.
    """
    left = waiting(applications, local_date(now), steps=[step])
    if left:
        head = next(one.head_masked for one in applications if one.id in left)
        raise NotNow(
            "relief.notice_incomplete",
            _("有 %(count)d 户还不能往下办，例如 %(head)s：%(why)s。"),
            _("公示满期、异议答复以后再办，或先把这些户留下。"),
            count=len(left),
            head=head,
            why=next(iter(left.values())),
        )


def rule_of(notice: Notice) -> NoticeRule:
    """What the procedure of its season says about a notice."""
    return next(one for one in procedure_of(notice.season).notices if one.code == notice.code)


def hangs_at(notice: Notice) -> int:
    """The 12-digit code of the village or township in whose place it is posted."""
    return notice.region if rule_of(notice).at == "village" else at_level(notice.region, Level.TOWNSHIP)


def before(notice: Notice) -> list[str]:
    """The codes of the notices after the same step that come first where they follow one another."""
    rule = rule_of(notice)
    codes = []
    for one in procedure_of(notice.season).after(rule.after):
        if one.code == rule.code:
            break
        if one.in_turn and rule.in_turn:
            codes.append(one.code)
    return codes


def check_state(notice: Notice, *states: NoticeState) -> None:
    """Raise NotNow unless a notice is in one of the states."""
    if notice.state not in states:
        raise NotNow(
            "relief.notice_not_now",
            _("这份公示现在的状态是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看。"),
            state=str(NoticeState(notice.state).label),
        )


def check_photographable(notice: Notice, on: date) -> None:
    """Raise NotNow before the last day: its photo proves that the notice hung until then."""
    check_state(notice, NoticeState.POSTED, NoticeState.ENDED)
    if notice.ends_on is not None and on < notice.ends_on:
        raise NotNow(
            "relief.notice_last_day",
            _("还没有到公示的最后一天（%(day)s）。"),
            _("请在最后一天到现场拍照。"),
            day=notice.ends_on.isoformat(),
        )


def check_removable(notice: Notice, on: date) -> None:
    """Raise NotNow while the days still run: the last day counts to its end."""
    check_state(notice, NoticeState.POSTED, NoticeState.ENDED)
    if notice.ends_on is not None and on <= notice.ends_on:
        raise NotNow(
            "relief.notice_runs",
            _("公示期到 %(day)s 结束，还不能撤下。"),
            _("最后一天请拍照，第二天起撤下。"),
            day=notice.ends_on.isoformat(),
        )


def check_photo(photo: object) -> None:
    """Raise Invalid without one."""
    if not photo:
        raise Invalid(
            "relief.notice_photo", _("没有现场照片。"), _("请拍一张能看清公示和张贴处的照片。"), field="photo"
        )


def runs(line: NoticeLine, on: date) -> bool:
    """Whether a household can still be objected to on a notice: its days run, or stand because of an objection."""
    if line.removed_at is not None or line.application.state in OFF or line.notice.posted_at is None:
        return False
    return line.days_left is not None or (line.ends_on is not None and line.ends_on >= on)


def check_objectable(line: NoticeLine, on: date) -> None:
    """Raise NotNow for a household whose notice has not begun or is over."""
    if not runs(line, on):
        raise NotNow(
            "relief.objection_late",
            _("这一户不在公示期内，不能提出异议。"),
            _("有问题请拨打公示上的举报电话。"),
        )


def check_answerable(objection: Objection, *, upheld: bool) -> None:
    """Raise NotNow for one that was answered, and for turning one down unless an assessment about it stood by the
    household (DIS-025)."""
    if objection.state != ObjectionState.OPEN:
        raise NotNow("relief.objection_answered", _("这条异议已经答复。"), _("请刷新页面查看。"))
    if not upheld and not Vote.objects.filter(meeting__objection=objection, supported=True).exists():
        raise NotNow(
            "relief.objection_meeting",
            _("异议不成立，须经民主评议。"),
            _("请先就这条异议召开评议会并登记，评议认为该户符合条件的，再来答复。"),
        )
