"""The findings that become duties of a draft: frequencies, times allowed, deadlines, shares, reports, posts."""

from typing import Any, Final

from nuandong.plans.importing.draft_book import Book, chosen, first
from nuandong.plans.importing.entries import deadline_text, period_text
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import mapping
from nuandong.plans.importing.words import titles

_PER_PLAN: Final = {
    "per day": "1 day",
    "per week": "1 week",
    "per month": "1 month",
    "per quarter": "1 quarter",
    "per half year": "1 half year",
}


def frequency(book: Book, finding: Finding) -> bool:
    """Whether a number of times became a duty."""
    per = _PER_PLAN.get(finding.unit or "")
    rule = chosen(finding) or first(mapping().frequencies, str(finding.detail.get("of", "")))
    conditions = _conditions(finding)
    if per is None or rule is None or conditions is None or finding.detail.get("bound") == "at_most":
        return False
    if conditions and per != "1 day":
        return False  # a duty of some days only would be broken on all others
    entry = book.named(rule.id, rule.title, finding) | {"kind": "at_least", "event": rule.event}
    where = dict(rule.where or {})
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
    rule = first(mapping().durations, book.sentence(finding))
    time = period_text(finding)
    if rule is None or time is None or finding.detail["bound"] not in rule.bounds:
        return False
    if rule.kind == "within" and "remote" in finding.condition:
        before = next((one for one in reversed(book.duties) if one["id"] == rule.id), None)
        if before is not None:
            before["exceptions"] = [{"if": {"remote": True}, "time": time}]
            return True
    entry = book.named(rule.id, rule.title, finding) | {"kind": rule.kind}
    if rule.kind == "within":
        entry |= {"trigger": rule.trigger} | ({"when": rule.when} if rule.when else {})
    entry["event"] = rule.event
    if rule.where:
        entry["where"] = rule.where
    if rule.ended_by:
        entry["ended_by"] = [dict(one) for one in rule.ended_by]
    book.duties.append(entry | {"time": time, "scope": rule.scope, "strength": finding.strength})
    return True


def deadline(book: Book, finding: Finding) -> bool:
    """Whether a day by which something is done became a duty; one that a report carries is in the report."""
    reports = (one for one in book.found.findings if one.kind == "report" and one.sure)
    if any(one.paragraph == finding.paragraph and one.detail.get("cut_off") == finding.value for one in reports):
        return True
    rule = chosen(finding) or first(mapping().deadlines, book.sentence(finding))
    on_the_day = finding.detail.get("bound") == "on"
    by = deadline_text(finding.value, book.season, finding.unit, finding.detail.get("clock"), on_the_day=on_the_day)
    if rule is None or by is None:
        return False
    said = {"kind": "by_deadline", "event": rule.event, "where": rule.where, "by": by, "scope": rule.scope}
    if not any(said.items() <= one.items() for one in book.duties):
        book.add("obligations", rule.id, rule.title, finding, **said, strength=finding.strength)
    return True


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
        place = (post.post or post.team) if post else None
        if post is None:
            continue
        done = True
        if any(
            place in {one.get("post"), one.get("team")} and conditions.items() <= one.items() for one in book.duties
        ):
            continue
        entry = book.named(post.id, post.title, finding) | {"kind": "presence"}
        entry |= {"post": post.post} if post.post else {"team": post.team}
        entry["hours"] = "24h"
        if "leader" in finding.value:
            entry["with_leader"] = True
        book.duties.append(entry | conditions | {"scope": "each county", "strength": finding.strength})
    return done


def _leader(book: Book, finding: Finding, conditions: dict[str, Any]) -> bool:
    """A leader on duty, said beside the posts: the posts of the paragraph want one."""
    here = f"{book.source} ¶{finding.paragraph}"
    beside = [
        one
        for one in book.duties
        if one["source"] == here and one["kind"] == "presence" and conditions.items() <= one.items()
    ]
    for one in beside:
        one["with_leader"] = True
    return bool(beside)
