"""The findings that become lists of a draft: windows, prohibitions, places, departments, people, amounts."""

import re
from typing import Final

from nuandong.plans.importing.draft_book import Book
from nuandong.plans.importing.entries import deadline_text
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import mapping
from nuandong.plans.importing.telling import quantity
from nuandong.plans.importing.words import groups, titles

_LONGEST: Final = 60
_FEN: Final = 100
_FIRST: Final = re.compile("重点|优先|特别是|尤其|首先")
_KEPT: Final = re.compile("储备|备足|库存|采购|筹集|备齐|购置")
_PER: Final = {
    "person": "person",
    "household": "household",
    "household/month": "household_month",
    "person/day": "person_day",
    "community": "community",
}
_UNITS: Final = {
    "yuan": ("fen", _FEN, "total"),
    "jin": ("gram", 500, "food"),
    "kg": ("gram", 1000, "food"),
    "bed": ("quilt", 1, "quilts"),
    "set": ("suit", 1, "clothing"),
}
"""Our unit → the unit of standards, how many of it are one of ours, and what it is for."""
_USED: Final = re.compile("利用|依托|使用")
_HELPERS: Final = "outdoor_workers"
"""Those who work outside at night are asked to look out for others; they are no people in need."""


def window(book: Book, finding: Finding) -> bool:
    """The window of the plan, said again or not; another one is a phase."""
    season = book.season.finding
    if season is not None and finding.value == season.value:
        return True
    start, end = (deadline_text(finding.value[key], book.season) or "unknown" for key in ("from", "to"))
    if finding.scope == "plan" and season is None:
        return False
    number = len(book.lists["phases"]) + 1
    title = f"第 {number} 阶段" if finding.scope == "phase" else f"时段 {number}"
    book.add("phases", f"phase-{number}", title, finding, **{"from": start, "to": end})
    return True


def prohibition(book: Book, finding: Finding) -> bool:
    """What nobody may do; how it is watched, where there is a check for it."""
    for code in finding.value:
        stem = f"never-{code.replace('_', '-')}"
        if code == "other":
            what = str(finding.detail.get("what", ""))
            if not what:
                return False
            book.add("prohibitions", stem, f"禁止：{what[:_LONGEST]}", finding)
        elif not book.has(stem):
            book.add("prohibitions", stem, titles().prohibitions[code], finding, **_watched(book, code, finding))
    return True


def _watched(book: Book, code: str, finding: Finding) -> dict[str, str]:
    """By what a prohibition is watched: a duty that a record breaks, else a check that looks for it."""
    never, ban = mapping().nevers.get(code), mapping().bans.get(code)
    if never is None:
        return {"check": ban} if ban else {}
    said = {"kind": "never", "event": never.event, "where": never.where, "scope": "each county"}
    before = next((one for one in book.duties if said.items() <= one.items()), None)
    if before is None:
        book.add("obligations", "watch", never.title, finding, **said, strength=finding.strength)
        before = book.duties[-1]
    return {"checked_by": before["id"]}


def listed(book: Book, finding: Finding) -> bool:
    """A list of places, departments or people."""
    match finding.unit:
        case "places":
            rules = mapping().places
            codes = [name for code in finding.value for name in rules.get(code, (code,)) if name in book.known]
            book.places += [code for code in dict.fromkeys(codes) if code not in book.places]
            return bool(codes) or _checked(book, finding)
        case "departments":
            known = groups().departments
            book.members += [known[code].title for code in finding.value if known[code].title not in book.members]
            return True
    return _people(book, finding)


def _checked(book: Book, finding: Finding) -> bool:
    """Whether places that are no key locations became a duty to check them, or places that are made use of."""
    sentence = book.sentence(finding)
    for rule in mapping().checked:
        if set(rule.places) & set(finding.value) and re.search(rule.words, sentence):
            said = {"kind": "coverage", "event": rule.event, "where": rule.where, "scope": rule.scope}
            if not book.asked(said):
                note = "原文没有写次数和期限，按期限结束前全部查到，请核对。"
                book.add("obligations", rule.id, rule.title, finding, **said, strength=finding.strength, note=note)
            return True
    if _USED.search(sentence[: sentence.find(finding.text) + 1]):
        known = groups().places
        title = "、".join(known[code].title for code in finding.value)[:_LONGEST]
        book.add("resources", "places", title, finding, kind="place")
        return True
    return False


def _people(book: Book, finding: Finding) -> bool:
    if _HELPERS in finding.value:
        return False
    known = groups().beneficiaries
    names = [known[code].title for code in finding.value]
    rule = "priority" if _FIRST.search(book.sentence(finding)[: finding.end]) else "include"
    if not any(one["rule"] == rule and set(names) <= set(one["groups"]) for one in book.lists["eligibility"]):
        title = "重点对象" if rule == "priority" else "救助对象"
        book.add("eligibility", "people", title, finding, rule=rule, groups=names, strength=finding.strength)
    return True


def amount(book: Book, finding: Finding) -> bool:
    """Sums and things for each are a standard of the plan's own; money as a whole is a fund, people are needed."""
    said = quantity(finding)
    if finding.unit == "yuan" and finding.scope == "total":
        book.add("funds", "fund", said, finding, payer="未写明", amount_fen=round(finding.value * _FEN))
        return True
    if finding.unit == "person" and finding.scope is None and "人员" in finding.text:
        book.add("resources", "people", said, finding, kind="people", count=int(finding.value))
        return True
    of = str(finding.detail.get("of", ""))
    if finding.scope in _PER and (finding.unit == "yuan" or of):
        _standard(book, finding, of, said)
        return True
    if of and finding.unit not in {"household", "person"}:
        rule = "stock" if _KEPT.search(book.sentence(finding)) else "give"
        book.add("items", "goods", f"{of}：{said}"[:_LONGEST], finding, rule=rule, items=[of])
        return True
    return False


def _standard(book: Book, finding: Finding, of: str, words: str) -> None:
    unit, factor, need = _UNITS.get(finding.unit or "", ("piece", 1, "goods"))
    low, bound = round(finding.value * factor), finding.detail.get("bound")
    bounds = {"exact": low}
    if "up_to" in finding.detail:
        bounds = {"at_least": low, "at_most": round(finding.detail["up_to"] * factor)}
    elif bound in {"at_least", "at_most"}:
        bounds = {str(bound): low}
    rule = {"need": need, "unit": unit, "per": _PER[finding.scope or ""], **bounds}
    said = rule | {"source": f"{book.source} ¶{finding.paragraph}"}
    if not any(said.items() <= one.items() for one in book.lists["amounts"]):
        book.add("amounts", "amount", f"{of}{words}"[:_LONGEST], finding, **rule, strength=finding.strength)
