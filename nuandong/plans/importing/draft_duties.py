"""The findings that become duties of a draft: frequencies, times allowed, deadlines, shares, reports, posts."""

import re
from typing import Any, Final

from nuandong.plans.importing.dates import UNKNOWN
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.draft_book import Book, chosen, first, through
from nuandong.plans.importing.entries import deadline_text, period_text
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import mapping
from nuandong.plans.importing.surroundings import clause_span
from nuandong.plans.importing.words import titles

_LONGEST: Final = 60
_SHORTEST: Final = 2
_MOST_STEPS: Final = 40
_SHORT_LINE: Final = 20
_NO_WORK: Final = ("时间", "活动时间", "慰问时间")
_STAGE: Final = re.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.．])?(?P<name>[^，。；()]{2,20}阶段)\([^()]*\)")
_LEADING: Final = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]+[)）、.．]\s*)+")
_PER_PLAN: Final = {
    "per day": "1 day",
    "per night": "1 day",
    "per week": "1 week",
    "per month": "1 month",
    "per quarter": "1 quarter",
    "per half year": "1 half year",
}


def frequency(book: Book, finding: Finding) -> bool:
    """Whether a number of times became a duty."""
    per = _PER_PLAN.get(finding.unit or "")
    rules, of = mapping().frequencies, str(finding.detail.get("of", ""))
    rule = chosen(finding) or first(rules, of) or first(rules, book.clause(finding))
    conditions = _conditions(finding)
    if per is None or rule is None or conditions is None or finding.detail.get("bound") == "at_most":
        return False
    if conditions and per != "1 day":
        return False  # a duty of some days only would be broken on all others
    entry = book.named(rule.id, rule.title, finding) | {"kind": "at_least", "event": rule.event}
    where = dict(rule.where or {}) | through(book, rule.event, finding)
    if "night" in finding.condition and rule.event == "rescue.patrol_completed":
        where["night"] = True
    if where:
        entry["where"] = where
    entry |= {"count": finding.value, "per": per}
    if "hours" in finding.detail:
        entry["hours"] = finding.detail["hours"]
    book.duties.append(entry | conditions | {"scope": rule.scope, "strength": finding.strength})
    return True


def _conditions(finding: Finding) -> dict[str, Any] | None:
    """On which days a duty holds; None where plan files have no words for it."""
    rules, said = mapping(), dict[str, Any]()
    warnings = [name for code in finding.condition for name in rules.warnings.get(code, ())]
    if warnings:
        said["when"] = {"warning_in_force": list(dict.fromkeys(warnings)), "level": "any"}
    if "holidays" in finding.condition:
        said["on_days"] = ["holidays"]
    other = [code for code in finding.condition if code not in rules.warnings and code not in {"night", "holidays"}]
    return None if other or len(said) > 1 else said


def duration(book: Book, finding: Finding) -> bool:
    """Whether a length of time became a duty."""
    bound, time = finding.detail["bound"], period_text(finding)
    rule = first((one for one in mapping().durations if bound in one.bounds), book.sentence(finding))
    if rule is None or time is None:
        return _months(book, finding) or _length_of_season(book, finding) or _step(book, finding, time)
    if rule.kind == "within" and "remote" in finding.condition:
        before = next((one for one in reversed(book.duties) if one["id"] == rule.id), None)
        if before is not None:
            before["exceptions"] = [{"if": {"remote": True}, "time": time}]
            return True
    entry = book.named(rule.id, rule.title, finding) | {"kind": rule.kind}
    if rule.kind == "within":
        entry |= {"trigger": rule.trigger} | ({"trigger_where": rule.trigger_where} if rule.trigger_where else {})
        entry |= {"when": rule.when} if rule.when else {}
    entry["event"] = rule.event
    if rule.where:
        entry["where"] = rule.where
    if rule.ended_by:
        entry["ended_by"] = [dict(one) for one in rule.ended_by]
    if rule.until:
        entry["until"] = [dict(one) for one in rule.until]
    book.duties.append(entry | {"time": time, "scope": rule.scope, "strength": finding.strength})
    return True


def _months(book: Book, finding: Finding) -> bool:
    """Whether it says for how many months an amount of its paragraph is given: a day or a month of which is named."""
    if finding.unit != "months" or not isinstance(finding.value, int):
        return False
    months = [finding.value, finding.detail.get("up_to", finding.value)]
    here, by_time = f"{book.source} ¶{finding.paragraph}", {"household_month", "person_day", "person_month"}
    said = [one for one in book.lists["amounts"] if one["source"] == here and one["per"] in by_time]
    if not said or finding.detail["bound"] not in {"range", "exactly"}:
        return False
    said[-1].setdefault("months", months)
    return True


def _step(book: Book, finding: Finding, time: str | None) -> bool:
    """A time allowed of which it is not said in our words from when it runs: a step that is given so long."""
    if time is None or finding.detail["bound"] not in {"within", "at_most"}:
        return False
    what = _in_its_words(book.found.plan.paragraph(finding.paragraph), finding)
    if len(what) < _SHORTEST:
        return False
    procedure = next((one for one in book.lists["procedures"] if one["id"] == "timed"), None)
    if procedure is None:
        note = "原文限时办理、没有认出从何时起算的工作；各步互不等待，顺序请核对。"
        book.add("procedures", "timed", "限时办理", finding, note=note)
        procedure = book.lists["procedures"][-1]
    steps = procedure.setdefault("steps", [])
    if len(steps) < _MOST_STEPS:
        steps.append(book.named(f"step-{len(steps) + 1}", what, finding) | {"allows": time, "after": []})
        return True
    return False


def _in_its_words(paragraph: Paragraph, finding: Finding) -> str:
    """The clause around a finding without what was found, as printed."""
    first, last = clause_span(paragraph.shadow, finding.start)
    printed = f"{paragraph.text[first : finding.start]}{paragraph.text[finding.end : last]}"
    return _LEADING.sub("", printed).strip(" ()（）、:：.，。")[:_LONGEST]


def _length_of_season(book: Book, finding: Finding) -> bool:
    """Whether it only says how long the window takes that stands in the same paragraph."""
    season = book.season.finding
    return season is not None and season.paragraph == finding.paragraph and finding.detail["bound"] == "exactly"


def deadline(book: Book, finding: Finding) -> bool:
    """Whether a day by which something is done became a duty; one that a report carries is in the report."""
    reports = (one for one in book.found.findings if one.kind == "report" and one.sure)
    if any(one.paragraph == finding.paragraph and one.detail.get("cut_off") == finding.value for one in reports):
        return True
    rule = chosen(finding) or first(mapping().deadlines, book.sentence(finding))
    on_the_day = finding.detail.get("bound") == "on"
    by = deadline_text(finding.value, book.season, finding.unit, finding.detail.get("clock"), on_the_day=on_the_day)
    note = {}
    if by is None and re.fullmatch(r"(?:20\d\d-)?\d\d", str(finding.value)):
        by, note = UNKNOWN, {"note": f"原文只写到 {int(str(finding.value)[-2:])} 月，没有写日，请写明。"}
    if by is None:
        return False
    if rule is None:
        return _task(book, finding, by)
    said = {"kind": "by_deadline", "event": rule.event, "where": rule.where, "by": by, "scope": rule.scope}
    if not book.asked(said):
        book.add("obligations", rule.id, rule.title, finding, **said, strength=finding.strength, **note)
    return True


def _task(book: Book, finding: Finding, by: str) -> bool:
    """What is due on a day, of which no kind of record is known: the end of a stage, else a task in its own words."""
    paragraph = book.found.plan.paragraph(finding.paragraph)
    stage = _STAGE.match(paragraph.shadow)
    if stage is not None and finding.end <= stage.end():
        book.add("phases", "stage", paragraph.text[stage.start("name") : stage.end("name")], finding, to=by)
        return True
    what = _in_its_words(paragraph, finding)
    if len(what) < _SHORTEST or what in _NO_WORK:
        what = _LEADING.sub("", _title_above(book, paragraph)).strip()[:_LONGEST]
    number = sum(len(one.get("tasks", ())) for one in book.lists["phases"]) + 1
    phase = next((one for one in book.lists["phases"] if one["id"] == "dated"), None)
    if phase is None:
        book.add("phases", "dated", "限期工作", finding, note="原文限期完成、没有认出要核对哪类记录的工作，请核对。")
        phase = book.lists["phases"][-1]
    task = book.named(f"task-{number}", what, finding) | {"by": by, "strength": finding.strength}
    phase.setdefault("tasks", []).append(task)
    book.loose.append(finding)
    return True


def _title_above(book: Book, paragraph: Paragraph) -> str:
    """What a line that is only a day belongs to: the short line above it, else the plan."""
    before = [one.text for one in book.found.plan.paragraphs if one.number < paragraph.number]
    return before[-1] if before and len(before[-1]) <= _SHORT_LINE else book.found.plan.title


def share(book: Book, finding: Finding) -> bool:
    """Whether a percentage became a duty."""
    rule = chosen(finding) or first(mapping().percentages, str(finding.detail.get("of", "")))
    if rule is None or not isinstance(finding.value, int) or finding.detail.get("bound") == "at_most":
        return False
    said = {"kind": "coverage", "event": rule.event, "where": rule.where, "percent": finding.value}
    book.add("obligations", rule.id, rule.title, finding, **said, scope=rule.scope, strength=finding.strength)
    return True


def report(book: Book, finding: Finding) -> bool:
    """A report; with a day and without a definition of ours, a duty to send it. One at once has no day to watch."""
    detail = finding.detail
    unit = f"every {finding.unit}" if finding.unit else "date"
    by = deadline_text(detail.get("cut_off"), book.season, unit, detail.get("clock")) or "unknown"
    title = titles().reports[finding.value]
    number = len(book.lists["reports"]) + 1
    entry = book.named(f"report-{number}", title, finding)
    definition = mapping().reports.get(finding.value, {}).get(unit)
    at_once = detail.get("rhythm") == "at once"
    if definition is not None and by != "unknown":
        entry["report"] = definition
    elif not at_once:
        sent = {"kind": "by_deadline", "event": "tasks.work_recorded", "where": {"work": mapping().sent[finding.value]}}
        book.add(
            "obligations",
            f"send-{number}",
            f"报送{title}",
            finding,
            **sent,
            by=by,
            scope="each county",
            strength=finding.strength,
        )
    entry["by"] = by
    if "recipient" in detail:
        entry["to"] = detail["recipient"]
    if "pictures" in detail.get("forms", ()):
        entry["pictures"] = True
    if at_once:
        entry["note"] = "原文要求及时报告，没有写时限，不自动监测。"
    book.lists["reports"].append(entry | {"strength": finding.strength})
    return True


def posts(book: Book, finding: Finding) -> bool:
    """Whether somebody who must be there became a duty; a leader joins the posts of the same paragraph."""
    conditions = _conditions(finding)
    if conditions is None:
        return False
    if finding.value == ["leader"]:
        return _leader(book, finding, conditions)
    if finding.unit is None:
        return False
    done = False
    for code in finding.value:
        post = mapping().posts.get(code)
        if post is None:
            continue
        at = post.elsewhere if post.elsewhere and book.family != "rescue" else post.post
        place = at or post.team
        done = True
        if any(
            place in {one.get("post"), one.get("team")} and conditions.items() <= one.items() for one in book.duties
        ):
            continue
        entry = book.named(post.id, post.title, finding) | {"kind": "presence"}
        entry |= {"post": at} if at else {"team": post.team}
        entry["hours"] = "24h"
        if "leader" in finding.value:
            entry["with_leader"] = True
        book.duties.append(entry | conditions | {"scope": "each county", "strength": finding.strength})
    return done


def _leader(book: Book, finding: Finding, conditions: dict[str, Any]) -> bool:
    """A leader on duty: the posts of the paragraph want one, else all of the plan, else a post of its own."""
    here = f"{book.source} ¶{finding.paragraph}"
    held = [one for one in book.duties if one["kind"] == "presence" and conditions.items() <= one.items()]
    beside = [one for one in held if one["source"] == here] or held
    for one in beside:
        one["with_leader"] = True
    if not beside:
        desk = mapping().posts["duty_desk"]
        entry = book.named(desk.id, desk.title, finding) | {"kind": "presence"}
        entry["post"] = desk.post if book.family == "rescue" else desk.elsewhere or desk.post
        entry |= {"hours": "24h", "with_leader": True} | conditions
        note = "原文只写领导带班，没有写时段，按全天计，请核对。"
        book.duties.append(entry | {"scope": "each county", "strength": finding.strength, "note": note})
    return True
