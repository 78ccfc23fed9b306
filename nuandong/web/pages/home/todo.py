"""The to-do list of a person: each source says what waits for somebody with a permission, and where the act is done."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.alerts import selectors as alerts
from nuandong.duty import reach, roster, swaps
from nuandong.duty import selectors as duty
from nuandong.geo import selectors as divisions
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.plans import selectors as compliance
from nuandong.publicity import selectors_opinion as opinions
from nuandong.reports import selectors_bulletin as bulletins
from nuandong.rescue import (
    selectors_clue,
    selectors_dispatch,
    selectors_due,
    selectors_encounter,
    selectors_informant,
    selectors_kin,
    selectors_patrol,
)
from nuandong.rescue.states.notice import NoticeState
from nuandong.rescue.states.reward import RewardState
from nuandong.supervision import selectors as supervision
from nuandong.supplies import selectors as supplies
from nuandong.tasks import selectors as tasks
from nuandong.tasks import selectors_escalation
from nuandong.web.pages.home import (
    todo_bulletins,
    todo_met,
    todo_publicity,
    todo_reports,
    todo_station,
    todo_supervision,
    todo_tasks,
)
from nuandong.web.pages.home.item import MOST, Item, Rows, Source, tone_of, without_rows
from nuandong.web.wording import ACCENT, INFO, LATE, OK, SOON_TONE, noted, said, yuan

ROSTER_AHEAD: Final = timedelta(days=3)
_RANK: Final = {LATE: 0, ACCENT: 1, SOON_TONE: 2, INFO: 3, OK: 4}


def items(actor: Actor, now: datetime) -> list[Item]:
    """Everything that waits for this person, late first, then by the time it is due."""
    found: list[Item] = []
    mine = [(permission, source) for permission, source in SOURCES if actor.may(permission)]
    nothing = without_rows([(permission, ROWS[source]) for permission, source in mine if source in ROWS], actor, now)
    for permission, source in mine:
        if source in ROWS and ROWS[source] in nothing:
            continue
        with scope.where(actor, permission) as here:
            found += source(here, now)
    return sorted(found, key=lambda item: (_RANK[item.tone], item.due or now + timedelta(days=365)))


def clues(actor: Actor, now: datetime) -> Iterator[Item]:
    """Clues nobody goes to, and escalations nobody has confirmed."""
    for line in selectors_clue.board()[:MOST]:
        url = reverse("clue", args=[line.clue.id])
        words = f"{line.clue.number} {line.clue.place_text}"
        if line.nobody_left:
            yield Item(
                LATE, _("名单已打完，请报告局领导：%(clue)s") % {"clue": words}, url, action=_("查看"), icon="alarm"
            )
        elif line.unconfirmed:
            yield Item(LATE, _("确认升级：%(clue)s") % {"clue": words}, url, action=_("确认"), icon="phone-call")
        elif not line.dispatches:
            tone = LATE if line.countdown.late(now) else ACCENT if line.urgent else SOON_TONE
            yield Item(tone, _("派队：%(clue)s") % {"clue": words}, url, due=line.countdown.due_at, action=_("派队"))
        elif line.countdown.running:
            tone = tone_of(line.countdown.due_at, now, timedelta(minutes=10))
            yield Item(
                tone, _("盯住到场：%(clue)s") % {"clue": words}, url, due=line.countdown.due_at, action=_("查看")
            )
        else:
            yield Item(INFO, _("办结：%(clue)s") % {"clue": words}, url, action=_("办结"))


def handed_over(actor: Actor, now: datetime) -> Iterator[Item]:
    for clue in selectors_clue.handed_to_us()[:MOST]:
        title = _("外地移交，接手：%(clue)s") % {"clue": f"{clue.number} {clue.place_text}"}
        yield Item(LATE, title, reverse("clue", args=[clue.id]), action=_("接手"), icon="transfer-in")


def jobs(actor: Actor, now: datetime) -> Iterator[Item]:
    """What the crew was sent to, and who was met without an ending."""
    team = duty.my_team(actor.staff, now)
    if team is None:
        return
    for dispatch in selectors_dispatch.live_of_team(team.team):
        countdown = selectors_clue.countdown(dispatch.clue)
        yield Item(
            tone_of(countdown.due_at, now, timedelta(minutes=10)) if countdown.running else INFO,
            f"{dispatch.clue.number} {dispatch.clue.place_text}",
            reverse("crew"),
            note=dispatch.get_state_display(),
            due=countdown.due_at,
            done=countdown.arrived_at,
            action=_("打开"),
            icon="steering-wheel",
        )
    for encounter in selectors_encounter.open_of(team=team.team, staff=actor.staff)[:MOST]:
        yield Item(
            SOON_TONE, _("填写处置结果：%(place)s") % {"place": encounter.place_text}, reverse("crew"), action=_("填写")
        )


def obligations(actor: Actor, now: datetime) -> Iterator[Item]:
    """Duties of the plans that are late or due soon in one's regions."""
    found = compliance.due_now(now, limit=MOST)
    names = divisions.names({row.region for row in found}, local_date(now))
    for row in found:
        yield Item(
            LATE if row.due_at and row.due_at < now else SOON_TONE,
            row.obligation.title,
            reverse("obligation", args=[row.id]),
            note=names.get(row.region, ""),
            due=row.due_at,
            soon=120,
            icon="shield-check",
        )


def warnings(actor: Actor, now: datetime) -> Iterator[Item]:
    for warning in alerts.without_area(now)[:MOST]:
        title = _("补写预警地区：%(title)s") % {"title": warning.headline}
        yield Item(SOON_TONE, title, reverse("warning", args=[warning.id]), action=_("补写"), icon="snowflake")


def patrol(actor: Actor, now: datetime) -> Iterator[Item]:
    """How many key locations are overdue."""
    overdue = selectors_patrol.tally(actor.region, now).overdue
    if overdue:
        yield Item(
            SOON_TONE,
            _("%(n)d 个重点点位该巡查了") % {"n": overdue},
            reverse("patrols"),
            action=_("安排"),
            icon="route-2",
        )


def handovers(actor: Actor, now: datetime) -> Iterator[Item]:
    for one in roster.waiting_handovers(actor.staff)[:MOST]:
        title = _("确认交接班：%(who)s") % {"who": one.from_shift.staff.name}
        yield Item(SOON_TONE, title, reverse("duty"), due=one.handed_at, action=_("确认"), icon="transfer")


def shifts(actor: Actor, now: datetime) -> Iterator[Item]:
    for shift in roster.my_shifts(actor.staff, now=now, days=2)[:3]:
        if shift.period.lower > now:
            what = shift.post.title if shift.post else shift.team.name if shift.team else ""
            yield Item(
                INFO,
                _("值班：%(what)s") % {"what": what},
                reverse("duty"),
                due=shift.period.lower,
                soon=120,
                icon="calendar-time",
            )


def reach_calls(actor: Actor, now: datetime) -> Iterator[Item]:
    """Questions whether one can be reached: one press."""
    for call in reach.unanswered(actor.staff, now=now)[:MOST]:
        yield Item(
            tone_of(call.due_at, now, timedelta(hours=4)),
            _("通讯联络测试：看到请按“收到”"),
            reverse("duty-reach-answer", args=[call.id]),
            due=call.due_at,
            soon=240,
            action=_("收到"),
            icon="phone-call",
        )


def swaps_to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """What colleagues ask: take my shift, or swap it."""
    for one in swaps.to_answer(actor.staff, now=now)[:MOST]:
        yield Item(
            tone_of(one.until, now, timedelta(hours=24)),
            _("%(who)s请您换班") % {"who": one.asker.name},
            reverse("duty-swap", args=[one.id]),
            due=one.until,
            soon=1440,
            action=_("答复"),
            icon="arrows-exchange",
        )


def swaps_to_know(actor: Actor, now: datetime) -> Iterator[Item]:
    """Swaps that took effect and can still be undone."""
    for one in swaps.to_know(by=actor, now=now, limit=MOST):
        yield Item(
            INFO,
            _("已换班：%(a)s → %(b)s") % {"a": one.asker.name, "b": one.asked.name},
            reverse("duty-swap", args=[one.id]),
            due=one.until,
            soon=120,
            action=_("查看"),
            icon="arrows-exchange",
        )


def gaps(actor: Actor, now: datetime) -> Iterator[Item]:
    for post, empty in roster.uncovered(now=now, until=now + ROSTER_AHEAD)[:MOST]:
        title = _("值班表有空缺：%(post)s") % {"post": post.title}
        yield Item(
            tone_of(empty[0].start, now, timedelta(hours=12)),
            title,
            reverse("duty"),
            due=empty[0].start,
            soon=720,
            action=_("排班"),
        )


def stock(actor: Actor, now: datetime) -> Iterator[Item]:
    for low in supplies.low_stock(by=actor)[:MOST]:
        note = _("现有 %(held)d，最低 %(minimum)d") % {"held": low.quantity, "minimum": low.minimum}
        yield Item(
            SOON_TONE,
            _("补货：%(item)s") % {"item": noted(said(low.item_name), low.store_name)},
            reverse("stock"),
            note=note,
            icon="package",
        )


def transfers(actor: Actor, now: datetime) -> Iterator[Item]:
    for transfer in supplies.transfers_coming(by=actor)[:MOST]:
        title = _("点收调拨物资：%(store)s") % {"store": transfer.to_store.name}
        yield Item(INFO, title, reverse("stock"), due=None, action=_("点收"), icon="truck")


def rewards_to_decide(actor: Actor, now: datetime) -> Iterator[Item]:
    yield from _rewards(actor, RewardState.PROPOSED, _("审批信息员奖励：%(what)s"), _("审批"))


def rewards_to_pay(actor: Actor, now: datetime) -> Iterator[Item]:
    yield from _rewards(actor, RewardState.APPROVED, _("发放信息员奖励：%(what)s"), _("发放"))


def _rewards(actor: Actor, state: RewardState, title: str, action: str) -> Iterator[Item]:
    for line in selectors_informant.rewards(actor, states=[state], limit=MOST):
        name = line.informant.name_masked if line.informant else line.number
        what = _("%(who)s %(yuan)s 元") % {"who": name, "yuan": yuan(line.reward.amount_fen)}
        yield Item(INFO, title % {"what": what}, reverse("reward", args=[line.reward.id]), action=action, icon="gift")


def lockouts(actor: Actor, now: datetime) -> Iterator[Item]:
    for account in org.locked_accounts(actor, now=now)[:MOST]:
        title = _("账号被锁定：%(who)s") % {"who": account.staff.name}
        yield Item(SOON_TONE, title, reverse("lockouts"), action=_("解除"), icon="lock")


SOURCES: Final[tuple[tuple[str, Source], ...]] = (
    ("rescue.dispatch.order", clues),
    ("rescue.clue.receive", handed_over),
    ("rescue.encounter.record", jobs),
    ("rescue.encounter.record", todo_met.visits),
    ("rescue.encounter.record", todo_met.to_tell),
    ("rescue.encounter.see", todo_met.cases),
    ("rescue.encounter.countersign", todo_met.unsigned),
    ("rescue.encounter.countersign", todo_met.visits_late),
    ("rescue.encounter.countersign", todo_met.to_tell_of_others),
    ("rescue.stay.register", todo_met.to_review),
    ("rescue.stay.discharge", todo_station.not_eligible),
    ("rescue.stay.decide_leave", todo_station.leave_requests),
    ("rescue.stay.see", todo_station.stays),
    ("rescue.kin.publish", todo_station.held_notices),
    ("plans.compliance.see", obligations),
    ("tasks.task.do", todo_tasks.to_do),
    ("tasks.task.assign", todo_tasks.to_accept),
    ("supervision.finding.recheck", todo_supervision.to_recheck),
    ("publicity.opinion.close", todo_publicity.to_settle),
    ("tasks.escalation.confirm", todo_tasks.to_confirm),
    ("reports.report.draft", todo_reports.due),
    ("reports.bulletin.see", todo_bulletins.to_read),
    ("alerts.warning.record", warnings),
    ("rescue.patrol.record", patrol),
    ("duty.roster.see", handovers),
    ("duty.roster.see", shifts),
    ("duty.roster.see", reach_calls),
    ("duty.roster.see", swaps_to_answer),
    ("duty.roster.change", swaps_to_know),
    ("duty.roster.change", gaps),
    ("supplies.stock.receive", stock),
    ("supplies.stock.receive", transfers),
    ("rescue.reward.approve", rewards_to_decide),
    ("rescue.reward.pay", rewards_to_pay),
    ("org.lockout.lift", lockouts),
)

ROWS: Final[Mapping[Source, Rows]] = {
    handed_over: lambda _by, _now: selectors_clue.handed_to_us_rows(),
    todo_met.visits: lambda by, now: selectors_encounter.visits_due_rows(by.staff, until=now + todo_met.VISITS_AHEAD),
    todo_met.to_tell: lambda by, _now: selectors_due.departments_to_tell_rows(by, own=True),
    todo_met.to_tell_of_others: lambda by, _now: selectors_due.departments_to_tell_rows(by, own=False),
    todo_met.cases: lambda by, _now: selectors_due.cases_followed_rows(by),
    todo_met.unsigned: lambda by, _now: selectors_due.unsigned_rows(by, but_of=by.staff),
    todo_met.visits_late: lambda by, now: selectors_due.visits_late_rows(by, now=now, but_of=by.staff),
    todo_met.to_review: lambda by, _now: selectors_due.to_review_rows(by),
    todo_station.not_eligible: lambda by, _now: selectors_due.not_eligible_rows(by),
    todo_station.stays: lambda by, _now: selectors_due.inside_rows(by),
    todo_station.leave_requests: lambda by, _now: selectors_due.leave_requests_rows(by, but_of=by.staff),
    todo_supervision.to_recheck: lambda by, _now: supervision.to_recheck_rows(by),
    todo_publicity.to_settle: lambda by, _now: opinions.to_settle_rows(by),
    todo_bulletins.to_read: lambda by, _now: bulletins.to_read_rows(by),
    todo_station.held_notices: lambda by, _now: selectors_kin.notices_rows(by, states=(NoticeState.HELD,)),
    todo_tasks.to_confirm: lambda _by, _now: selectors_escalation.waiting_rows(),
    todo_tasks.to_do: lambda by, _now: tasks.to_do_rows(by.unit),
    todo_tasks.to_accept: lambda by, _now: tasks.to_accept_rows(by.unit, but_of=by.staff),
    rewards_to_decide: lambda by, _now: selectors_informant.rewards_rows(by, states=[RewardState.PROPOSED]),
    rewards_to_pay: lambda by, _now: selectors_informant.rewards_rows(by, states=[RewardState.APPROVED]),
    stock: lambda by, _now: supplies.minimums_rows(by=by),
    transfers: lambda by, _now: supplies.transfers_coming_rows(by=by),
    lockouts: lambda by, now: org.locked_accounts(by, now=now),
    warnings: lambda _by, now: alerts.without_area_rows(now),
    handovers: lambda by, _now: roster.waiting_handovers_rows(by.staff),
    reach_calls: lambda by, now: reach.unanswered_rows(by.staff, now=now),
    swaps_to_answer: lambda by, now: swaps.to_answer_rows(by.staff, now=now),
    swaps_to_know: lambda by, now: swaps.to_know_rows(by=by, now=now),
}
"""What a source is made of; where there is no row, and mostly there is none, it is not asked."""
