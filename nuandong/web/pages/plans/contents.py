"""What a plan says beside its duties, line by line: procedures, phases, reports, standards, prohibitions, funds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.money import read_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.plans.bans import bans, rules
from nuandong.plans.schema import Plan
from nuandong.plans.schema.procedures import Phase, Prohibition, Report, Step, Task
from nuandong.plans.standards import named
from nuandong.policy.schema import Rule, Standard
from nuandong.web import wording
from nuandong.web.pages.plans import demands, saying

_NEEDS: Final = {
    "food": gettext_noop("口粮"),
    "clothing": gettext_noop("衣被"),
    "quilts": gettext_noop("棉被"),
    "heating": gettext_noop("取暖"),
    "total": gettext_noop("合计"),
    "visit": gettext_noop("慰问"),
    "goods": gettext_noop("物资"),
}
_UNITS: Final = {
    "gram": gettext_noop("%(n)s 克"),
    "quilt": gettext_noop("%(n)s 床"),
    "suit": gettext_noop("%(n)s 套"),
    "piece": gettext_noop("%(n)s 件"),
}
_PER: Final = {
    "person": gettext_noop("每人"),
    "household": gettext_noop("每户"),
    "household_month": gettext_noop("每户每月"),
    "person_month": gettext_noop("每人每月"),
    "person_day": gettext_noop("每人每天"),
    "community": gettext_noop("每个社区"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a section: what, by whom, when, more; its strength where one is said."""

    title: str
    who: str
    time: str
    notes: Sequence[str]
    source: str
    strength: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a title of their own."""

    title: str
    sub: str
    entries: Sequence[Entry]
    note: str = ""


def sections(plan: Plan) -> dict[str, object]:
    """Everything of the page, by the names its template uses."""
    phases = {phase.id: phase.title for phase in plan.phases}
    return {
        "procedures": [
            Section(
                one.title,
                one.source,
                [_step(step, number, phases) for number, step in enumerate(one.steps, 1)],
                one.note or "",
            )
            for one in plan.procedures
        ],
        "phases": [
            Section(one.title, phase_days(one), [_task(task, phases) for task in one.tasks], one.note or "")
            for one in plan.phases
        ],
        "reports": [_report(report) for report in plan.reports],
        "standards": [_standard(standard) for standard in named(plan)],
        "prohibitions": [
            Entry(ban.title, _watched(plan, ban), "", _notes(ban.note), ban.source) for ban in plan.prohibitions
        ],
        "targets": [
            Entry(
                target.title,
                _("按记录监测") if target.event else how_watched(target.check),
                "",
                _notes(target.note),
                target.source,
                saying.strength_words(target.strength),
                saying.STRENGTH_TONES[target.strength],
            )
            for target in plan.targets
        ],
        "funds": [
            Entry(
                fund.title,
                fund.payer,
                _("%(yuan)s 元") % {"yuan": read_yuan(fund.amount_fen)} if fund.amount_fen else "",
                _notes(fund.note),
                fund.source,
            )
            for fund in plan.funds
        ],
    }


def phase_days(phase: Phase) -> str:
    days = (demands.deadline_words(phase.starts), demands.deadline_words(phase.ends))
    return days[0] if days[0] == days[1] else _("%(first)s 至 %(last)s") % {"first": days[0], "last": days[1]}


def _step(step: Step, number: int, phases: dict[str, str]) -> Entry:
    evidence = _("留存：%(listed)s") % {"listed": wording.listing(step.evidence)} if step.evidence else ""
    phase = _("阶段：%(title)s") % {"title": phases[step.phase]} if step.phase in phases else ""
    return Entry(
        f"{number}. {step.title}", step.actor or "", step_time(step), _notes(phase, evidence, step.note), step.source
    )


def step_time(step: Step, *, days: bool = True) -> str:
    """How long a step takes, and the days the plan prints for it."""
    parts = []
    if step.takes is not None:
        parts.append(_("至少 %(time)s") % {"time": demands.period_words(step.takes)})
    if step.allows is not None:
        parts.append(_("%(time)s以内") % {"time": demands.period_words(step.allows)})
    if step.notice is not None:
        parts.append(_("公示至少 %(time)s") % {"time": demands.period_words(step.notice)})
    if not days:
        return wording.listing(parts, wording.COMMA)
    if step.starts is not None and step.starts == step.by:
        parts.append(demands.deadline_words(step.by))
    else:
        if step.starts is not None:
            parts.append(_("从%(day)s起") % {"day": demands.deadline_words(step.starts)})
        if step.by is not None:
            parts.append(_("%(day)s前") % {"day": demands.deadline_words(step.by)})
    return wording.listing(parts, wording.COMMA)


def _task(task: Task, phases: dict[str, str]) -> Entry:
    deliverable = _("成果：%(words)s") % {"words": task.deliverable} if task.deliverable else ""
    needed = wording.listing(phases[name] for name in task.needed_for if name in phases)
    return Entry(
        task.title,
        wording.listing(task.units),
        _("%(day)s前") % {"day": demands.deadline_words(task.by)} if task.by is not None else "",
        _notes(deliverable, _("开始前要有：%(phases)s") % {"phases": needed} if needed else "", task.note),
        task.source,
        saying.strength_words(task.strength),
        saying.STRENGTH_TONES[task.strength],
    )


def _report(report: Report) -> Entry:
    way = " → ".join(unit for unit in (report.sender, report.to) if unit)
    pictures = _("附照片") if report.pictures else ""
    return Entry(
        report.title,
        way,
        demands.deadline_words(report.by),
        _notes(pictures, report.note),
        report.source,
        saying.strength_words(report.strength),
        saying.STRENGTH_TONES[report.strength],
    )


def _standard(standard: Standard) -> Section:
    together = _("各项可以相加") if standard.together == "additive" else _("各项不相加，取最高")
    rural = _("只限农村") if standard.rural_only else ""
    return Section(
        standard.title,
        wording.listing((together, rural), wording.COMMA),
        [_rule(rule) for rule in standard.rules],
        standard.note or "",
    )


def _rule(rule: Rule) -> Entry:
    months = ""
    if rule.months is not None:
        low, high = rule.months
        span = f"{low}" if low == high else f"{low}—{high}"
        months = _("%(span)s 个月") % {"span": span}
    return Entry(
        rule.title,
        wording.listing((_(_NEEDS[rule.need]), rule.group or ""), wording.COMMA),
        wording.listing((_(_PER[rule.per]) + amount_words(rule), months), wording.COMMA),
        _notes(rule.note),
        rule.source,
        saying.strength_words(rule.strength),
        saying.STRENGTH_TONES[rule.strength],
    )


def amount_words(rule: Rule) -> str:
    """The sum or quantity of a rule: exact, at least, at most, or between."""
    if rule.exact is not None:
        return " " + _amount(rule, rule.exact)
    if rule.at_least is not None and rule.at_most is not None:
        return " " + _("%(low)s 至 %(high)s") % {
            "low": _amount(rule, rule.at_least),
            "high": _amount(rule, rule.at_most),
        }
    if rule.at_least is not None:
        return _("至少 %(amount)s") % {"amount": _amount(rule, rule.at_least)}
    return _("最多 %(amount)s") % {"amount": _amount(rule, rule.at_most or 0)}


def _amount(rule: Rule, number: int) -> str:
    if rule.unit == "fen":
        return _("%(yuan)s 元") % {"yuan": read_yuan(number).removesuffix(".00")}
    return _(_UNITS[rule.unit]) % {"n": number}


def _watched(plan: Plan, ban: Prohibition) -> str:
    duty = next((duty for duty in plan.duties if duty.id == ban.checked_by), None)
    return _("按记录监测：%(title)s") % {"title": duty.title} if duty is not None else how_watched(ban.check)


def how_watched(check: str | None) -> str:
    """Who watches a prohibition without a duty: a running check, inspections, or nobody yet, and why."""
    ban = bans().get(check or "")
    if ban is None:
        return _("没有人监测：方案没有写检查办法")
    if ban.looks_at:
        return _("自动检查：%(words)s") % {"words": wording.said(ban.looks_at)}
    if ban.by_hand:
        return _("靠督查：%(words)s") % {"words": wording.said(ban.by_hand)}
    return _("还没有自动监测：缺少%(module)s的记录") % {"module": wording.said(rules().modules[ban.needs])}


def _notes(*notes: str | None) -> list[str]:
    return [note for note in notes if note]
