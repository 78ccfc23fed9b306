"""Findings without numbers: posts that are held round the clock, things that may not happen."""

import re
from functools import cache

from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.grammar import Hit
from nuandong.plans.importing.quantities import finding
from nuandong.plans.importing.surroundings import clause_span, sentence_span
from nuandong.plans.importing.words import context, either


@cache
def _posts() -> dict[str, re.Pattern[str]]:
    return {code: either(several) for code, several in context().duties.items()}


@cache
def _forbidden() -> dict[str, re.Pattern[str]]:
    return {code: either(several) for code, several in context().prohibitions.items()}


def duty(paragraph: Paragraph, hit: Hit) -> Finding | None:
    """A post held for 24 hours, or a leader on duty; nothing where no post is named."""
    shadow = paragraph.shadow
    all_day = bool(re.match(r"全天|24|二十四|昼夜|不间断", hit.text(shadow)))
    leader = ["leader"] if re.search("领导", hit.text(shadow)) else []
    if leader and not all_day:
        return finding("duty", leader, None, paragraph, hit)
    first, _close = sentence_span(shadow, hit.start)
    last = clause_span(shadow, hit.start)[1]
    near = shadow[hit.start : min(last, hit.end)]
    posts = [code for code, pattern in _posts().items() if pattern.search(near)]
    posts = posts or [code for code, pattern in _posts().items() if pattern.search(shadow[first : hit.start])]
    if not posts:
        return None
    hours = "24h" if re.match(r"(?:全天)?(?:24|二十四)", hit.text(shadow)) else "all day"
    return finding("duty", posts + leader, hours, paragraph, hit)


def prohibition(paragraph: Paragraph, hit: Hit) -> Finding | None:
    """What is forbidden: codes of known things, and the printed words up to the next comma."""
    printed = hit.groups.get("what") or ""
    codes = [code for code, pattern in _forbidden().items() if pattern.search(printed)]
    weak = (hit.groups.get("word") or "") in {"避免", "防止", "不出现", "谨防", "不能"} or (
        hit.groups.get("word") or ""
    ).startswith("确保")
    if weak and not codes:
        return None
    return finding("prohibition", codes or ["other"], None, paragraph, hit, detail={"what": printed})
