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
from nuandong.relief import selectors_findings as findings
from nuandong.relief import selectors_noticing as notices
from nuandong.reports import selectors_bulletin as bulletins
from nuandong.rescue import (
    selectors_clue,
    selectors_due,
    selectors_encounter,
    selectors_informant,
    selectors_kin,
)
from nuandong.rescue.states.notice import NoticeState
from nuandong.rescue.states.reward import RewardState
from nuandong.supervision import selectors as supervision
from nuandong.supplies import selectors as supplies
from nuandong.tasks import selectors as tasks
from nuandong.tasks import selectors_escalation
from nuandong.web.pages.home import (
    todo_bulletins,
    todo_clues,
    todo_duty,
    todo_met,
    todo_publicity,
    todo_relief_findings,
    todo_relief_notices,
    todo_reports,
    todo_station,
    todo_stock,
    todo_supervision,
    todo_tasks,
)
from nuandong.web.pages.home.item import MOST, Item, Rows, Source, without_rows
from nuandong.web.wording import ACCENT, INFO, LATE, OK, SOON_TONE

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


def lockouts(actor: Actor, now: datetime) -> Iterator[Item]:
    for account in org.locked_accounts(actor, now=now)[:MOST]:
        title = _("账号被锁定：%(who)s") % {"who": account.staff.name}
        yield Item(SOON_TONE, title, reverse("lockouts"), action=_("解除"), icon="lock")


SOURCES: Final[tuple[tuple[str, Source], ...]] = (
    ("rescue.dispatch.order", todo_clues.clues),
    ("rescue.clue.receive", todo_clues.handed_over),
    ("rescue.encounter.record", todo_clues.jobs),
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
    ("relief.notice.post", todo_relief_notices.notices),
    ("relief.objection.answer", todo_relief_notices.objections),
    ("relief.finding.decide", todo_relief_findings.to_decide),
    ("publicity.opinion.close", todo_publicity.to_settle),
    ("tasks.escalation.confirm", todo_tasks.to_confirm),
    ("reports.report.draft", todo_reports.due),
    ("reports.bulletin.see", todo_bulletins.to_read),
    ("alerts.warning.record", warnings),
    ("rescue.patrol.record", todo_clues.patrol),
    ("duty.roster.see", todo_duty.handovers),
    ("duty.roster.see", todo_duty.shifts),
    ("duty.roster.see", todo_duty.reach_calls),
    ("duty.roster.see", todo_duty.swaps_to_answer),
    ("duty.roster.change", todo_duty.swaps_to_know),
    ("duty.roster.change", todo_duty.gaps),
    ("supplies.stock.receive", todo_stock.stock),
    ("supplies.stock.receive", todo_stock.transfers),
    ("rescue.reward.approve", todo_stock.rewards_to_decide),
    ("rescue.reward.pay", todo_stock.rewards_to_pay),
    ("org.lockout.lift", lockouts),
)

ROWS: Final[Mapping[Source, Rows]] = {
    todo_clues.jobs: lambda by, now: duty.teams_of_rows(by.staff, now),
    todo_clues.handed_over: lambda _by, _now: selectors_clue.handed_to_us_rows(),
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
    todo_relief_notices.notices: lambda by, now: notices.to_do_rows(by, local_date(now)),
    todo_relief_notices.objections: lambda by, _now: notices.open_objections(by),
    todo_relief_findings.to_decide: lambda _by, _now: findings.waiting(),
    todo_publicity.to_settle: lambda by, _now: opinions.to_settle_rows(by),
    todo_bulletins.to_read: lambda by, _now: bulletins.to_read_rows(by),
    todo_station.held_notices: lambda by, _now: selectors_kin.notices_rows(by, states=(NoticeState.HELD,)),
    todo_tasks.to_confirm: lambda _by, _now: selectors_escalation.waiting_rows(),
    todo_tasks.to_do: lambda by, _now: tasks.to_do_rows(by.unit),
    todo_tasks.to_accept: lambda by, _now: tasks.to_accept_rows(by.unit, but_of=by.staff),
    todo_stock.rewards_to_decide: lambda by, _now: selectors_informant.rewards_rows(by, states=[RewardState.PROPOSED]),
    todo_stock.rewards_to_pay: lambda by, _now: selectors_informant.rewards_rows(by, states=[RewardState.APPROVED]),
    todo_stock.stock: lambda by, _now: supplies.minimums_rows(by=by),
    todo_stock.transfers: lambda by, _now: supplies.transfers_coming_rows(by=by),
    lockouts: lambda by, now: org.locked_accounts(by, now=now),
    warnings: lambda _by, now: alerts.without_area_rows(now),
    todo_duty.handovers: lambda by, _now: roster.waiting_handovers_rows(by.staff),
    todo_duty.reach_calls: lambda by, now: reach.unanswered_rows(by.staff, now=now),
    todo_duty.swaps_to_answer: lambda by, now: swaps.to_answer_rows(by.staff, now=now),
    todo_duty.swaps_to_know: lambda by, now: swaps.to_know_rows(by=by, now=now),
}
"""What a source is made of; where there is no row, and mostly there is none, it is not asked."""
