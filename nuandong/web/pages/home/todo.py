"""The to-do list of a person: each source says what waits for somebody with a permission, and where the act is done."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.alerts import selectors as alerts
from nuandong.geo import selectors as divisions
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.machine.together import listed, together
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.plans import selectors as compliance
from nuandong.web.pages.home import (
    todo_bulletins,
    todo_clues,
    todo_duty,
    todo_met,
    todo_publicity,
    todo_relief_findings,
    todo_relief_notices,
    todo_relief_season,
    todo_reports,
    todo_station,
    todo_stock,
    todo_supervision,
    todo_tasks,
)
from nuandong.web.pages.home.item import MOST, Item, Source
from nuandong.web.wording import ACCENT, INFO, LATE, OK, SOON_TONE

_RANK: Final = {LATE: 0, ACCENT: 1, SOON_TONE: 2, INFO: 3, OK: 4}


def items(actor: Actor, now: datetime) -> list[Item]:
    """Everything that waits for this person, late first, then by the time it is due."""
    return ordered(together(reads(actor, now)), actor, now)


def reads(actor: Actor, now: datetime) -> list[Callable[[], Iterable[Item]]]:
    """The sources that see all one's regions, which is all of them for most people: they are read together."""
    return [partial(source, actor, now) for permission, source in _mine(actor) if actor.where(permission) is actor]


def ordered(found: Iterable[Iterable[Item]], actor: Actor, now: datetime) -> list[Item]:
    """What `reads` gave with what the other sources give, each of them in regions of its own."""
    lines = [item for some in found for item in some]
    for permission, source in _mine(actor):
        if actor.where(permission) is not actor:
            with scope.where(actor, permission) as here:
                lines += source(here, now)
    return sorted(lines, key=lambda item: (_RANK[item.tone], item.due or now + timedelta(days=365)))


def _mine(actor: Actor) -> "list[tuple[str, Source]]":
    return [(permission, source) for permission, source in SOURCES if actor.may(permission)]


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
    for account in listed(org.locked_accounts(actor, now=now)[:MOST]):
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
    *todo_relief_season.SOURCES,
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
