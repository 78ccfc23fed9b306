"""Findings about reports: what is reported, how often, by when, to whom, in which form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from nuandong.plans.importing.dates import written_clock
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.report_kinds import Span, Told, kind_in, patterns, what_is_told
from nuandong.plans.importing.rhythms import BY_CLOCK, rhythm_of
from nuandong.plans.importing.surroundings import (
    clause_span,
    conditions,
    finding_at,
    sentence_span,
    told_as_done,
)
from nuandong.plans.importing.words import either, reports

_TELLING: Final = frozenset({"incident", "bulletin", "summary", "evaluation", "case", "weekly", "monthly", "daily"})
"""Kinds that are reports even where neither time nor recipient is said."""
_DOWNWARDS: Final = re.compile("有关|相关|各|成员单位")
_SUMMARY_AFTER: Final = ("summary", "evaluation")


def reporting(paragraph: Paragraph, times: Sequence[Finding]) -> Iterator[Finding]:
    """Every sentence part that tells somebody to report; `times` are the deadlines found in the paragraph."""
    told = list(_by_verbs(paragraph, times))
    systems = [one for one in _by_systems(paragraph) if one.unit not in {other.unit for other in told}]
    joined = [_in_rhythm_of(paragraph.shadow, one, systems) for one in told]
    yield from joined
    yield from (one for one in systems if one.unit not in {other.unit for other in joined})


def _in_rhythm_of(shadow: str, told: Finding, systems: Sequence[Finding]) -> Finding:
    """A report without rhythm or day that is told with a rule to report has its rhythm: 实行日报制度，18时前报送."""
    rule = next((one for one in systems if one.start <= told.start + told.text.find(one.text) < told.end), None)
    if rule is None or told.unit is not None or "cut_off" in told.detail or told.value == "incident":
        return told
    clock = BY_CLOCK.search(shadow, rule.end, told.end)
    detail = {**told.detail, "rhythm": rule.unit, **({"clock": written_clock(clock["clock"])} if clock else {})}
    kind = rule.value if told.value in {"situation", "statistics"} else told.value
    doubts = tuple(one for one in told.doubts if one != "no_rhythm")
    return replace(told, value=kind, unit=rule.unit, detail=detail, doubts=doubts)


def _by_systems(paragraph: Paragraph) -> Iterator[Finding]:
    """Rules to report in a rhythm: 实行周报告制度."""
    shadow = paragraph.shadow
    for found in re.finditer(reports().systems, shadow):
        rhythm = rhythm_of(
            "每" + (found["rhythm"] or found["each"] or found["often"] or found["next"] or "日").lstrip("每")
        )
        clock = BY_CLOCK.search(shadow, found.end(), sentence_span(shadow, found.start())[1])
        detail = {"rhythm": rhythm, **({"clock": written_clock(clock["clock"])} if clock else {})}
        yield finding_at("report", kind_in("情况", rhythm), rhythm, paragraph, found.span(), detail=detail)


def _by_verbs(paragraph: Paragraph, times: Sequence[Finding]) -> Iterator[Finding]:
    verbs = patterns().verbs
    shadow, done, before = paragraph.shadow, -1, -1
    waiting: Finding | None = None
    for verb in verbs.finditer(shadow):
        if _is_other_word(shadow, verb):
            continue
        last, before = before, verb.end()
        if verb.start() < done:
            continue
        opening, closing = sentence_span(shadow, verb.start())
        found = _report(paragraph, verb, (opening, _from(shadow, verb, opening, last), closing), times)
        if found is None:
            continue
        done = found.end if found.value == "incident" else max(found.end, verb.end())
        if waiting is not None and opening <= waiting.start and _is_same(shadow, verb, waiting, found):
            waiting = found if _is_timed(found) else waiting
            continue
        if waiting is not None:
            yield waiting
        waiting = found
    if waiting is not None:
        yield waiting


def _is_same(shadow: str, verb: re.Match[str], before: Finding, found: Finding) -> bool:
    """Whether a clause without an object of its own sends on what the one before it makes: 编发简报，报送市局."""
    clause = clause_span(shadow, verb.start())[0]
    if shadow.rfind("，", 0, max(0, clause - 1)) >= before.end:
        return False  # other clauses stand between them
    own = kind_in(f"{shadow[clause : verb.start()]}，{shadow[verb.end() : found.end]}", None)
    made = re.match("编发|编印|形成|[拿写]出|编制|印发", before.text.lstrip("，、 ")) or re.search(
        "(?:编发|编印|形成|[拿写]出|编制)[^，]*$", before.text
    )
    return own is None and made is not None and not (_is_timed(before) and _is_timed(found))


def _is_timed(report: Finding) -> bool:
    return report.unit is not None or "cut_off" in report.detail


def _is_other_word(shadow: str, verb: re.Match[str]) -> bool:
    """报告 as a thing, 举报, 申报, 报警 and the like."""
    if shadow.rfind("《", 0, verb.start()) > shadow.rfind("》", 0, verb.start()):
        return True  # the name of a document
    before = shadow[max(0, verb.start() - 2) : verb.start()]
    named = re.search(r"(?<![\d每当次])日$|[申举海预电简快周月季填接]$|户$|主动$|发现$|通报$", before)
    if named and verb[0] in {"报", "报告"}:
        return True
    if verb[0] == "反馈" and re.search("(?:收集|整理|共享|处理|查看)$", before):
        return True  # what others have answered
    if verb[0] == "报告" and before in {"总结", "评估", "调研", "成果"}:
        return True
    if re.search(r"(?:无|没有)[^，。；]{0,12}零$", shadow[max(0, verb.start() - 20) : verb.start()]):
        return True  # the empty return of another report: 无隐患也要零报告
    return bool(
        re.match(
            r"(?:的)?(?:内容|要素|时限|格式|要求|范围)(?:[:，。；、]|包括|为|$)|:(?=.*(?:上报|报送|报告|报上))|[^，。；]{0,2}(?:制度|机制|渠道|系统|电话|线索|服务(?![月周日季情数台对记人])|引导|材料的|名单的|程序|流程|口径|单位(?!名单|情况))"
            r"|应当?(?:注明|包括|包含|载明|写明)|的同时|时，",
            shadow[verb.end() :],
        )
    )


def _report(
    paragraph: Paragraph, verb: re.Match[str], place: tuple[int, int, int], times: Sequence[Finding]
) -> Finding | None:
    """The report of a verb; `place`: where its sentence begins, its own part begins, its sentence ends."""
    shadow = paragraph.shadow
    opening, start, closing = place
    end = _until(shadow, verb, closing)
    clause = max(clause_span(shadow, verb.start())[0], start)
    told = what_is_told(shadow, verb, Span(opening, start, clause, end, closing), times)
    if told is None or told.kind is None or (told.bare and told.kind not in _TELLING):
        return None
    if told_as_done(shadow, verb.start(), verb.end()) or _explains(shadow, verb):
        return None
    if verb[0] == "通报" and told.kind != "incident" and told.rhythm is None and _goes_down(paragraph, told.who):
        return None
    return finding_at(
        "report",
        told.kind,
        told.rhythm if told.rhythm and told.rhythm != "at once" else None,
        paragraph,
        (start, end),
        said=verb.span(),
        condition=conditions(shadow, verb.start(), verb.end()) if told.kind == "incident" else (),
        detail=_detail(paragraph, told, shadow[start:end]),
        doubts=tuple(_doubts(told)),
    )


def _detail(paragraph: Paragraph, told: Told, part: str) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "rhythm": told.rhythm,
        "cut_off": told.cut_off.value if told.cut_off is not None else None,
        "clock": told.cut_off.detail.get("clock") if told.cut_off is not None else told.clock,
        "recipient": _printed(paragraph, told.who),
        "forms": [form for form, several in reports().forms.items() if either(several).search(part)] or None,
    }
    return {name: what for name, what in detail.items() if what is not None}


def _doubts(told: Told) -> Iterator[str]:
    if told.bare:
        yield "no_recipient"
    if told.rhythm is None and told.cut_off is None and told.within is None and told.kind not in _SUMMARY_AFTER:
        yield "no_rhythm"


def _goes_down(paragraph: Paragraph, who: re.Match[str] | None) -> bool:
    """Whether something is made known to those below or beside, which is no report that anybody waits for."""
    return who is None or _DOWNWARDS.match(_printed(paragraph, who) or "") is not None


def _from(shadow: str, verb: re.Match[str], opening: int, before: int) -> int:
    """The part that belongs to the verb begins after the verb before it, or with its sentence."""
    start = opening
    if before > opening:
        comma = shadow.find("，", before, verb.start())
        start = comma + 1 if comma >= 0 else before
    while start < verb.start() and shadow[start] in ' ，、"”':
        start += 1
    return start


def _until(shadow: str, verb: re.Match[str], closing: int) -> int:
    end = shadow.find("，", verb.end(), closing)
    return closing if end < 0 else end


def _explains(shadow: str, verb: re.Match[str]) -> bool:
    """Whether the verb stands in a relative clause: 已上报的, 上报后, 摸底上报的."""
    return bool(re.match(r"(?:的|后|之前|时(?!间)|程序|人员审定)", shadow[verb.end() :]))


def _printed(paragraph: Paragraph, who: re.Match[str] | None) -> str | None:
    return None if who is None or "who" not in who.groupdict() else paragraph.text[who.start("who") : who.end("who")]
