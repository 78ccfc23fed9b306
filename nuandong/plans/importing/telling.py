"""A finding in our words: what was found, never the sentence it was found in."""

from typing import Any

from nuandong.plans.importing.findings import DOUBT_TITLES, KIND_TITLES, Finding
from nuandong.plans.importing.words import groups, titles


def told(finding: Finding) -> str:
    """Kind and value in one line, in Chinese, with strength, condition and doubts behind it."""
    words = titles()
    remarks = [
        words.strengths.get(finding.strength, ""),
        *(words.conditions[code] for code in finding.condition),
        *(DOUBT_TITLES[code] for code in finding.doubts),
    ]
    behind = "、".join(remark for remark in remarks if remark)
    return f"{KIND_TITLES[finding.kind]}：{_value(finding)}" + (f"（{behind}）" if behind else "")


def _value(finding: Finding) -> str:
    words, detail = titles(), finding.detail
    match finding.kind:
        case "window":
            return (
                f"{day(finding.value['from'])} 至 {day(finding.value['to'])}，{words.scopes[finding.scope or 'plan']}"
            )
        case "deadline":
            every = (finding.unit or "").removeprefix("every ")
            each = f"每{words.units[every]} " if every in words.units else ""
            clock = f" {detail['clock']}" if detail.get("clock") and detail["clock"] != finding.value else ""
            return f"{each}{day(finding.value)}{clock}{words.bounds[detail['bound']]}"
        case "frequency":
            return _frequency(finding)
        case "categories":
            lists = getattr(groups(), finding.unit or "")
            return f"{words.units[finding.unit or '']}：{'、'.join(lists[code].title for code in finding.value)}"
        case "report":
            return _report(finding)
        case "duty":
            return "、".join(words.posts[code] for code in finding.value) + ("，全天" if finding.unit else "")
        case "prohibition":
            return "、".join(words.prohibitions[code] for code in finding.value)
        case "hours":
            return str(finding.value)
        case "work":
            return str(detail["title"])
    return quantity(finding)


def day(value: Any) -> str:
    """A written date as people read it: 11-15, 11-中旬, 每月 5 日 and the like."""
    dates = titles().dates
    text = str(value)
    if text in dates:
        return dates[text]
    if isinstance(value, int):
        return f"{value} 日"
    head, _dash, part = text.rpartition("-")
    return f"{head} {dates[part]}" if part in dates else text


def _each(period: str) -> str:
    """The words for a period: a named one, or a number of them."""
    words = titles()
    return words.units.get(period) or "".join(words.units.get(part.rstrip("s"), part) for part in period.split(" ", 1))


def _frequency(finding: Finding) -> str:
    words = titles()
    period = (finding.unit or "").removeprefix("per ")
    each = _each(period)
    bound = words.bounds.get(finding.detail.get("bound", ""), "")
    more = f"至 {finding.detail['up_to']}" if "up_to" in finding.detail else ""
    hours = f"，{finding.detail['hours']}" if "hours" in finding.detail else ""
    return f"每{each}{bound} {finding.value}{more} 次{hours}"


def quantity(finding: Finding) -> str:
    """A number with its unit, bound, and for whom each: 至少 200 元，每户."""
    words = titles()
    unit = words.units.get(finding.unit or "", finding.unit or "")
    more = f"至 {finding.detail['up_to']}" if "up_to" in finding.detail else ""
    bound = finding.detail.get("bound") or ""
    before, after = ("", words.bounds[bound]) if bound == "within" else (words.bounds.get(bound, ""), "")
    per = ""
    if finding.kind == "amount" and finding.scope not in {None, "total"}:
        parts = (finding.scope or "").split("/")
        per = "，" + "".join(f"每{words.scopes.get(part) or words.units.get(part, part)}" for part in parts)
    return f"{before} {finding.value}{more} {unit}{after}{per}".strip()


def _report(finding: Finding) -> str:
    words, detail = titles(), finding.detail
    every = f"每{_each(finding.unit)}" if finding.unit and words.reports[finding.value][0] not in "日周月" else ""
    when = f"，{day(detail['cut_off'])}" if "cut_off" in detail and detail["cut_off"] != detail.get("clock") else ""
    clock = f" {detail['clock']}" if "clock" in detail else ""
    to = f"，报{detail['recipient']}" if "recipient" in detail else ""
    return f"{every}{words.reports[finding.value]}{when}{clock}{to}"
