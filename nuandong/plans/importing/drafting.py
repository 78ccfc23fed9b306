"""A draft plan file of findings: what fits becomes an entry, the rest a remark that says where to look."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML

from nuandong.plans.bans import bans
from nuandong.plans.importing.entries import Season, deadline_text, period_text, season_of
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import Mapped, mapping
from nuandong.plans.importing.telling import told
from nuandong.plans.importing.words import groups, titles

_PER_PLAN: Final = {"per day": "1 day", "per week": "1 week", "per month": "1 month"}
_HEAD: Final = (
    "# 由方案文档导入的草稿：每项后面的 ¶ 是原文段落。存疑的、没有对应义务的，列在文件末尾，请逐项核对。\n"
    "# 类别、层级按用词推定。\n"
)


@dataclass(slots=True)
class _Draft:
    """The entries as they come; ids are made unique, what found no place is kept."""

    source: str
    season: Season
    obligations: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    phases: list[dict[str, Any]] = field(default_factory=list)
    prohibitions: list[dict[str, Any]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    rest: list[Finding] = field(default_factory=list)

    def named(self, stem: str, title: str, finding: Finding) -> dict[str, Any]:
        """The keys every entry begins with."""
        name, number = stem, 2
        while name in self.used:
            name, number = f"{stem}-{number}", number + 1
        self.used.add(name)
        return {"id": name, "title": title, "source": f"{self.source} ¶{finding.paragraph}"}


def draft(found: Found, *, source: str, name: str, places: Iterable[str], lead: str = "") -> str:
    """A plan file of the findings of one plan.

    `source` is the code of the text (`900#1`), `name` the last part of the plan's id, `places` the kinds of key
    locations that plan files may name, `lead` the unit that leads. Doubtful findings and those without a counterpart
    become remarks, in our words. The file passes `loader.load` where at least one finding became an obligation.
    """
    made = _Draft(source, season_of(found.findings))
    known = frozenset(places)
    for finding in found.findings:
        if not finding.sure or not _entered(made, finding, found, known):
            made.rest.append(finding)
    text = "\n".join(paragraph.text for paragraph in found.plan.paragraphs)
    family = _guess(mapping().families, text, "care")
    content: dict[str, Any] = {
        "plan": f"{family}/{name}",
        "title": found.plan.title[:200] or name,
        "family": family,
        "level": _guess(mapping().levels, text, "county"),
        "sources": [source],
        "season": made.season.as_yaml(source),
        "organisation": {"lead": lead or "未写明"}
        | ({"members": {title: [] for title in made.members}} if made.members else {}),
    }
    content |= {
        key: value for key in ("obligations", "phases", "reports", "prohibitions") if (value := getattr(made, key))
    }
    if made.places:
        content["key_locations"] = made.places
    return _HEAD + _yaml(content) + "".join(_remarks(made, found))


def _entered(made: _Draft, finding: Finding, found: Found, places: frozenset[str]) -> bool:
    """Whether a finding became an entry."""
    match finding.kind:
        case "window":
            return _window(made, finding)
        case "frequency":
            return _frequency(made, finding)
        case "duration":
            return _duration(made, finding, _sentence(found, finding))
        case "deadline":
            return _deadline(made, finding, found)
        case "report":
            return _report(made, finding)
        case "percentage":
            return _share(made, finding)
        case "duty":
            return _posts(made, finding)
        case "prohibition":
            return _prohibition(made, finding)
        case "categories":
            return _list(made, finding, places)
    return False


def _window(made: _Draft, finding: Finding) -> bool:
    if finding is made.season.finding:
        return True
    if finding.scope != "phase":
        return False
    start, end = (deadline_text(finding.value[key], made.season) for key in ("from", "to"))
    if start is None or end is None:
        return False
    number = len(made.phases) + 1
    made.phases.append(made.named(f"phase-{number}", f"第 {number} 阶段", finding) | {"from": start, "to": end})
    return True


def _frequency(made: _Draft, finding: Finding) -> bool:
    per = _PER_PLAN.get(finding.unit or "")
    rule = _first(mapping().frequencies, str(finding.detail.get("of", "")))
    if per is None or rule is None or finding.detail.get("bound") == "at_most":
        return False
    entry = made.named(rule.id, rule.title, finding) | {"kind": "at_least", "event": rule.event}
    where = dict(rule.where or {})
    if "night" in finding.condition and rule.event == "rescue.patrol_completed":
        where["night"] = True
    if where:
        entry["where"] = where
    entry |= {"count": finding.value, "per": per}
    if "hours" in finding.detail:
        entry["hours"] = finding.detail["hours"]
    other = [code for code in finding.condition if code not in mapping().warnings and code != "night"]
    if warnings := [name for code in finding.condition for name in mapping().warnings.get(code, ())]:
        if per != "1 day":
            return False
        entry["when"] = {"warning_in_force": warnings, "level": "any"}
    if other and not warnings:
        return False  # a duty of some days only would be broken on all others
    made.obligations.append(entry | {"scope": rule.scope, "strength": finding.strength})
    return True


def _duration(made: _Draft, finding: Finding, sentence: str) -> bool:
    rule = _first(mapping().durations, sentence)
    time = period_text(finding)
    if rule is None or time is None or finding.detail["bound"] not in rule.bounds:
        return False
    if rule.kind == "within" and "remote" in finding.condition:
        before = next((one for one in reversed(made.obligations) if one["id"] == rule.id), None)
        if before is not None:
            before["exceptions"] = [{"if": {"remote": True}, "time": time}]
            return True
    entry = made.named(rule.id, rule.title, finding) | {"kind": rule.kind}
    if rule.kind == "within":
        entry |= {"trigger": rule.trigger} | ({"when": rule.when} if rule.when else {})
    entry["event"] = rule.event
    if rule.where:
        entry["where"] = rule.where
    if rule.ended_by:
        entry["ended_by"] = [dict(one) for one in rule.ended_by]
    made.obligations.append(entry | {"time": time, "scope": rule.scope, "strength": finding.strength})
    return True


def _deadline(made: _Draft, finding: Finding, found: Found) -> bool:
    if any(one.kind == "report" and one.sure and _holds(one, finding) for one in found.findings):
        return True  # the entry of the report carries it
    rule = _first(mapping().deadlines, _sentence(found, finding))
    by = deadline_text(finding.value, made.season, finding.unit, finding.detail.get("clock"))
    if rule is None or by is None or finding.unit == "relative":
        return False
    said = {"kind": "by_deadline", "event": rule.event, "where": rule.where, "by": by, "scope": rule.scope}
    if not any(said.items() <= one.items() for one in made.obligations):
        made.obligations.append(made.named(rule.id, rule.title, finding) | said | {"strength": finding.strength})
    return True


def _share(made: _Draft, finding: Finding) -> bool:
    rule = _first(mapping().percentages, str(finding.detail.get("of", "")))
    if rule is None or not isinstance(finding.value, int) or finding.detail.get("bound") == "at_most":
        return False
    entry = made.named(rule.id, rule.title, finding) | {"kind": "coverage", "event": rule.event, "where": rule.where}
    made.obligations.append(entry | {"percent": finding.value, "scope": rule.scope, "strength": finding.strength})
    return True


def _report(made: _Draft, finding: Finding) -> bool:
    detail = finding.detail
    if detail.get("rhythm") == "at once":
        return False
    unit = f"every {finding.unit}" if finding.unit else "date"
    by = deadline_text(detail.get("cut_off"), made.season, unit, detail.get("clock")) or "unknown"
    title = titles().reports[finding.value]
    entry = made.named(f"report-{len(made.reports) + 1}", title, finding)
    definition = mapping().reports.get(finding.value, {}).get(unit)
    if definition is not None and by != "unknown":
        entry["report"] = definition
    else:
        sent = made.named(f"send-{len(made.reports) + 1}", f"报送{title}", finding) | {"kind": "by_deadline"}
        sent |= {"event": "tasks.work_recorded", "where": {"work": mapping().sent[finding.value]}, "by": by}
        made.obligations.append(sent | {"scope": "each county", "strength": finding.strength})
    entry["by"] = by
    if "recipient" in detail:
        entry["to"] = detail["recipient"]
    if "pictures" in detail.get("forms", ()):
        entry["pictures"] = True
    made.reports.append(entry | {"strength": finding.strength})
    return True


def _posts(made: _Draft, finding: Finding) -> bool:
    if finding.unit is None or finding.condition:
        return False
    done = False
    for code in finding.value:
        post = mapping().posts.get(code)
        place = (post.post or post.team) if post else None
        if post is None or any(place in {one.get("post"), one.get("team")} for one in made.obligations):
            continue
        entry = made.named(post.id, post.title, finding) | {"kind": "presence"}
        entry |= {"post": post.post} if post.post else {"team": post.team}
        entry["hours"] = "24h"
        if "leader" in finding.value:
            entry["with_leader"] = True
        made.obligations.append(entry | {"scope": "each county", "strength": finding.strength})
        done = True
    return done


def _prohibition(made: _Draft, finding: Finding) -> bool:
    codes = [code for code in finding.value if code != "other"]
    for code in codes:
        if f"never-{code.replace('_', '-')}" in made.used:
            continue
        entry = made.named(f"never-{code.replace('_', '-')}", titles().prohibitions[code], finding)
        made.prohibitions.append(entry | ({"check": code} if code in bans() else {}))
    return bool(codes)


def _list(made: _Draft, finding: Finding, places: frozenset[str]) -> bool:
    if finding.unit == "places":
        made.places += [code for code in finding.value if code in places and code not in made.places]
        return all(code in places for code in finding.value)
    if finding.unit == "departments":
        listed = groups().departments
        made.members += [listed[code].title for code in finding.value if listed[code].title not in made.members]
        return True
    return False


def _first(rules: Iterable[Mapped], text: str) -> Mapped | None:
    return next((rule for rule in rules if re.search(rule.words, text)), None)


def _sentence(found: Found, finding: Finding) -> str:
    """The sentence a finding stands in, as patterns read it."""
    shadow = found.plan.paragraph(finding.paragraph).shadow
    start = max((shadow.rfind(sign, 0, finding.start) for sign in "。；"), default=-1) + 1
    ends = [place for sign in "。；" if (place := shadow.find(sign, finding.end)) >= 0]
    return shadow[start : min(ends, default=len(shadow))]


def _holds(report: Finding, inner: Finding) -> bool:
    return report.paragraph == inner.paragraph and report.detail.get("cut_off") == inner.value


def _guess(patterns: dict[str, str], text: str, otherwise: str) -> str:
    """The code whose words are most frequent; the first of equals."""
    counts = {code: len(re.findall(pattern, text)) for code, pattern in patterns.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else otherwise


def _yaml(content: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda *_data: True
    yaml.width, yaml.allow_unicode = 1000, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(content, text)
    return text.getvalue()


def _remarks(made: _Draft, found: Found) -> Iterator[str]:
    if not made.obligations:
        yield "\n# 还没有义务（obligations）：至少补上一项，文件才能通过检查。\n"
    if made.rest:
        yield "\n# 没有写进文件的：\n"
    for finding in made.rest:
        yield f"# ¶{finding.paragraph} {told(finding)}\n"
    if found.silent:
        yield f"\n# 没有发现的段落：{'、'.join(map(str, found.silent))}\n"
