"""Findings about reports: what is reported, how often, by when, to whom, in which form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from nuandong.plans.importing.dates import written_clock
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.numerals import NUMBER
from nuandong.plans.importing.rhythms import BY_CLOCK, comes_back, in_rhythm_of_sentence, rhythm_of
from nuandong.plans.importing.surroundings import actor, clause_span, conditions, sentence_span, strength, told_as_done
from nuandong.plans.importing.words import either, reports

_TELLING: Final = frozenset({"incident", "bulletin", "summary", "evaluation", "case", "weekly", "monthly", "daily"})
"""Kinds that are reports even where neither time nor recipient is said."""
_SOON: Final = re.compile(rf"{NUMBER}个?(?:分钟|小时)(?:之?内|以内)")
_WITHIN: Final = re.compile(rf"{NUMBER}个?(?:分钟|小时|工作日|自然日|日|天|周|月)(?:之?内|以内)")
_FOR_APPROVAL: Final = re.compile(
    r"(?:由|经)?(?:[一-鿿]|\([^()]{1,6}\)){1,20}?(?:审[批核定查议]|批准|核准|备案|批复|核定)(?![的人表单])"
)
_DOWNWARDS: Final = re.compile("有关|相关|各|成员单位")
_REACH: Final = 300
_SUMMARY_AFTER: Final = ("summary", "evaluation")
_TOLD: Final = frozenset({"报告", "汇报", "报备"})
_HANDED_UP: Final = frozenset({"报", "上报", "报请", "呈报", "报送"})


@cache
def _words() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = reports()
    return (
        re.compile(words.verbs),
        {kind: either(several) for kind, several in words.types.items()},
        re.compile(words.incidents),
        re.compile(words.at_once),
        re.compile(
            rf"(?:报送至?|上报至?|报告|呈报|反馈至?|汇总至?|提交至?|报至?|向|送至?|交至?|给)(?P<who>{words.recipients})"
        ),
    )


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
        yield Finding(
            kind="report",
            value=_type(_words()[1], "情况", rhythm),
            unit=rhythm,
            paragraph=paragraph.number_at(found.start()),
            start=found.start(),
            end=found.end(),
            text=paragraph.text[found.start() : found.end()],
            strength=strength(shadow, found.start(), found.end()),
            scope=actor(shadow, found.start()),
            detail={"rhythm": rhythm, **({"clock": written_clock(clock["clock"])} if clock else {})},
        )


def _by_verbs(paragraph: Paragraph, times: Sequence[Finding]) -> Iterator[Finding]:
    verbs = _words()[0]
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
    own = _type(_words()[1], f"{shadow[clause : verb.start()]}，{shadow[verb.end() : found.end]}", None)
    made = re.match("编发|编印|形成|[拿写]出|编制|印发", before.text.lstrip("，、 ")) or re.search(
        "(?:编发|编印|形成|[拿写]出|编制)[^，]*$", before.text
    )
    return own is None and made is not None and not (_is_timed(before) and _is_timed(found))


def _is_timed(report: Finding) -> bool:
    return report.unit is not None or "cut_off" in report.detail


def _is_other_word(shadow: str, verb: re.Match[str]) -> bool:
    """报告 as a thing, 举报, 申报, 报警 and the like."""
    before = shadow[max(0, verb.start() - 2) : verb.start()]
    named = re.search(r"(?<![\d每当次])日$|[申举海预电简快周月季填接]$|户$|主动$|发现$|通报$", before)
    if named and verb[0] in {"报", "报告"}:
        return True
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
    _verbs, types, incidents, at_once, recipient = _words()
    shadow = paragraph.shadow
    opening, start, closing = place
    end = _until(shadow, verb, closing)
    part = shadow[start:end]
    clause = max(clause_span(shadow, verb.start())[0], start)
    stage = re.match(reports().stages, verb[0])
    if stage and not _is_ordered(shadow, verb):
        return None
    inside = [time for time in times if start <= time.start < end]
    cut_off = next((time for time in inside if time.start >= clause), inside[-1] if inside else None)
    rhythm = rhythm_of(shadow[clause:end]) or comes_back(cut_off, part)
    shared, clock = in_rhythm_of_sentence(shadow[opening:closing], shadow[clause : verb.start()])
    rhythm = rhythm or (shared if cut_off is None else None)
    who = recipient.search(shadow, verb.start(), min(closing, end + 4)) or recipient.search(shadow, start, end)
    incident = incidents.search(part)
    if incident and (at_once.search(part) or (rhythm is None and cut_off is None)):
        kind: str | None = "incident"
        rhythm = rhythm or "at once"
    else:
        kind = _type(types, part, rhythm)
        said = f"{shadow[clause : verb.start()]}，{shadow[verb.end() : end]}"
        bare = kind in {None, "situation"} and _type(types, said, None) is None
        if bare and rhythm is None and cut_off is None and _is_at_once(shadow, verb, clause, who):
            kind, rhythm = "incident", "at once"  # what is found is reported when it is found
        kind = kind or _type(types, shadow[max(opening, verb.start() - _REACH) : verb.start()], rhythm)
    within = _WITHIN.search(shadow, clause, verb.start())
    sent = re.match(reports().sent, shadow[verb.start() :])
    agreed = re.search("无异议[^，。；]{0,4}(?:的)?，?", shadow[opening : verb.start()])
    if kind is None and sent and agreed and who is not None:
        kind = "situation"  # what nobody objected to goes up
    if kind is None and sent and _is_due(rhythm, who, cut_off or within, verb[0]):
        kind = _type(types, "情况", rhythm)
    if kind is None and re.search("向[^，。；]{2,40}$", shadow[clause : verb.start()]) and verb[0] in _TOLD and who:
        kind = "situation"  # 向县委书面报告
    if stage and (kind is None or (kind == "situation" and who is None)):
        kind, rhythm = "incident", rhythm or "at once"
    handed_up = verb[0] in _HANDED_UP and not re.search("[接收]到", shadow[clause : verb.start()])
    approved = _FOR_APPROVAL.match(shadow, verb.end(), closing) if handed_up else None
    if kind is None and approved:
        kind, who = "situation", who or approved
    if kind == "situation" and re.match(
        "(?:形成|[拿写]出)(?:书面|专题|专项|综合|检查|调研)报告", shadow[verb.start() :]
    ):
        kind = "summary"
    bare = rhythm is None and cut_off is None and within is None and who is None
    at_once_said = re.search(rf"{reports().at_once}$", shadow[clause : verb.start()]) and re.match(
        "上报|报送|报告|汇报", verb[0]
    )
    if bare and kind == "situation" and at_once_said:
        rhythm, bare = "at once", False  # 及时上报进展情况
    if kind is None or (bare and kind not in _TELLING):
        return None
    if told_as_done(shadow, verb.start(), verb.end()) or _explains(shadow, verb):
        return None
    if verb[0] == "通报" and kind != "incident" and rhythm is None and _goes_down(paragraph, who):
        return None
    detail: dict[str, Any] = {
        "rhythm": rhythm,
        "cut_off": cut_off.value if cut_off is not None else None,
        "clock": cut_off.detail.get("clock") if cut_off is not None else clock,
        "recipient": _printed(paragraph, who),
        "forms": [form for form, several in reports().forms.items() if either(several).search(part)] or None,
    }
    doubts = ["no_recipient"] if bare else []
    if rhythm is None and cut_off is None and within is None and kind not in _SUMMARY_AFTER:
        doubts.append("no_rhythm")
    return Finding(
        kind="report",
        value=kind,
        unit=rhythm if rhythm and rhythm != "at once" else None,
        paragraph=paragraph.number_at(start),
        start=start,
        end=end,
        text=paragraph.text[start:end],
        strength=strength(shadow, verb.start(), verb.end()),
        scope=actor(shadow, verb.start()),
        condition=conditions(shadow, verb.start(), verb.end()) if kind == "incident" else (),
        detail={name: what for name, what in detail.items() if what is not None},
        doubts=tuple(doubts),
    )


def _is_ordered(shadow: str, verb: re.Match[str]) -> bool:
    """Whether a stage of reporting is told of as an order, and neither as a heading nor as one of several things."""
    first = clause_span(shadow, verb.start())[0]
    named = shadow[max(0, verb.start() - 1) : verb.start()] in set("、和为") or shadow[verb.end() :][:1] in set(
        "、和及"
    )
    return not named and re.search(reports().orders, shadow[first : verb.start()]) is not None


def _is_at_once(shadow: str, verb: re.Match[str], clause: int, who: re.Match[str] | None) -> bool:
    """Whether what is sent up goes as soon as it is known: 及时上报, 2小时内上报."""
    if re.search(rf"{reports().at_once}(?:(?:进行|予以)[一-鿿]{{0,4}}|逐级|请示)?$", shadow[clause : verb.start()]):
        return verb[0] != "报送"
    if who is not None and verb[0] in {"报告", "汇报"} and re.search(reports().at_once, shadow[clause : verb.start()]):
        return True  # 立即向县政府报告
    return bool(re.match(reports().sent, shadow[verb.start() :]) and _SOON.search(shadow, clause, verb.start()))


def _is_due(rhythm: str | None, who: re.Match[str] | None, time: object, verb: str) -> bool:
    """Whether what is sent up is a report though nobody says what it is: it comes back, or has a time and a reader."""
    return rhythm is not None or (time is not None and (who is not None or verb in {"报送", "上报", "填报"}))


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


def _type(types: dict[str, re.Pattern[str]], part: str, rhythm: str | None) -> str | None:
    """The kind of report: the most telling word wins, in the order of the file."""
    found = next((kind for kind, pattern in types.items() if pattern.search(part)), None)
    if found in {"situation", "statistics"} and rhythm in {"week", "month", "day"}:
        return {"week": "weekly", "month": "monthly", "day": "daily"}[rhythm]
    return found


def _explains(shadow: str, verb: re.Match[str]) -> bool:
    """Whether the verb stands in a relative clause: 已上报的, 上报后, 摸底上报的."""
    return bool(re.match(r"(?:的|后|之前|时(?!间)|程序|人员审定)", shadow[verb.end() :]))


def _printed(paragraph: Paragraph, who: re.Match[str] | None) -> str | None:
    return None if who is None or "who" not in who.groupdict() else paragraph.text[who.start("who") : who.end("who")]
