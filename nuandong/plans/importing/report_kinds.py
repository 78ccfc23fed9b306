"""What is told with one verb of reporting: which kind of report, how often, until when, to whom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.numerals import NUMBER
from nuandong.plans.importing.rhythms import comes_back, in_rhythm_of_sentence, rhythm_of
from nuandong.plans.importing.surroundings import clause_span
from nuandong.plans.importing.words import either, reports

_SOON: Final = re.compile(rf"{NUMBER}个?(?:分钟|小时)(?:之?内|以内)")
_WITHIN: Final = re.compile(rf"{NUMBER}个?(?:分钟|小时|工作日|自然日|日|天|周|月)(?:之?内|以内)")
_FOR_APPROVAL: Final = re.compile(
    r"(?:由|经)?(?:[一-鿿]|\([^()]{1,6}\)){1,20}?(?:审[批核定查议]|批准|核准|备案|批复|核定)(?![的人表单])"
)
_REACH: Final = 300
_TOLD: Final = frozenset({"报告", "汇报", "报备"})
_TOLD_AT_ONCE: Final = frozenset({"报告", "汇报", "通报"})
_HANDED_UP: Final = frozenset({"报", "上报", "报请", "呈报", "报送"})


class Patterns(NamedTuple):
    """The words of reporting as expressions; `types` in the order in which they win."""

    verbs: re.Pattern[str]
    types: Mapping[str, re.Pattern[str]]
    incidents: re.Pattern[str]
    at_once: re.Pattern[str]
    recipient: re.Pattern[str]


class Span(NamedTuple):
    """Where in its paragraph a verb stands: the sentence opens, the verb's own part and clause begin, the part ends,
    the sentence closes.
    """

    opening: int
    start: int
    clause: int
    end: int
    closing: int


@dataclass(slots=True)
class Told:
    """What is known of a report; `kind` is found last and may need what is known of the others."""

    rhythm: str | None
    clock: str | None
    cut_off: Finding | None
    within: re.Match[str] | None
    who: re.Match[str] | None
    kind: str | None = None

    @property
    def bare(self) -> bool:
        """Whether neither a time nor a recipient is said."""
        return self.rhythm is None and self.cut_off is None and self.within is None and self.who is None


@cache
def patterns() -> Patterns:
    words = reports()
    return Patterns(
        re.compile(words.verbs),
        {kind: either(several) for kind, several in words.types.items()},
        re.compile(words.incidents),
        re.compile(words.at_once),
        re.compile(
            rf"(?:报送至?|上报至?|报告|呈报|反馈至?|汇总至?|提交至?|报至?|向|送至?|交至?|给)(?P<who>{words.recipients})"
        ),
    )


def what_is_told(shadow: str, verb: re.Match[str], span: Span, times: Sequence[Finding]) -> Told | None:
    """The report of a verb, None where a stage of reporting is only named; `times` are the paragraph's deadlines."""
    stage = re.match(reports().stages, verb[0])
    if stage and not _is_ordered(shadow, verb):
        return None
    told = _timed(shadow, verb, span, times)
    _by_words(told, shadow, verb, span)
    _sent_up(told, shadow, verb, span)
    if stage and (told.kind is None or (told.kind == "situation" and told.who is None)):
        told.kind, told.rhythm = "incident", told.rhythm or "at once"
    _approved(told, shadow, verb, span)
    said = shadow[verb.start() :]
    if told.kind == "situation":
        if re.match("(?:形成|[拿写]出)(?:书面|专题|专项|综合|检查|调研)报告", said):
            told.kind = "summary"
        elif told.bare and _is_soon(shadow, verb, span.clause):
            told.rhythm = "at once"  # 及时上报进展情况
    return told


def _timed(shadow: str, verb: re.Match[str], span: Span, times: Sequence[Finding]) -> Told:
    opening, start, clause, end, closing = span
    part = shadow[start:end]
    inside = [time for time in times if start <= time.start < end]
    cut_off = next((time for time in inside if time.start >= clause), inside[-1] if inside else None)
    rhythm = rhythm_of(shadow[clause:end]) or comes_back(cut_off, part)
    shared, clock = in_rhythm_of_sentence(shadow[opening:closing], shadow[clause : verb.start()])
    recipient = patterns().recipient
    return Told(
        rhythm=rhythm or (shared if cut_off is None else None),
        clock=clock,
        cut_off=cut_off,
        within=_WITHIN.search(shadow, clause, verb.start()),
        who=recipient.search(shadow, verb.start(), min(closing, end + 4)) or recipient.search(shadow, start, end),
    )


def _by_words(told: Told, shadow: str, verb: re.Match[str], span: Span) -> None:
    """The kind by the words around: what happened and goes up at once, or what is written."""
    part = shadow[span.start : span.end]
    untimed = told.rhythm is None and told.cut_off is None
    if patterns().incidents.search(part) and (patterns().at_once.search(part) or untimed):
        told.kind, told.rhythm = "incident", told.rhythm or "at once"
        return
    told.kind = kind_in(part, told.rhythm)
    said = f"{shadow[span.clause : verb.start()]}，{shadow[verb.end() : span.end]}"
    unnamed = told.kind in {None, "situation"} and kind_in(said, None) is None
    if unnamed and untimed and _is_at_once(shadow, verb, span.clause, told.who):
        told.kind, told.rhythm = "incident", "at once"  # what is found is reported when it is found
    told.kind = told.kind or kind_in(shadow[max(span.opening, verb.start() - _REACH) : verb.start()], told.rhythm)


def _sent_up(told: Told, shadow: str, verb: re.Match[str], span: Span) -> None:
    """What is sent up though no word says what it is."""
    sent = re.match(reports().sent, shadow[verb.start() :])
    agreed = re.search("无异议[^，。；]{0,4}(?:的)?，?", shadow[span.opening : verb.start()])
    if told.kind is None and sent and agreed and told.who is not None:
        told.kind = "situation"  # what nobody objected to goes up
    if told.kind is None and sent and _is_due(told.rhythm, told.who, told.cut_off or told.within, verb[0]):
        told.kind = kind_in("情况", told.rhythm)
    to_whom = re.search("向[^，。；]{2,40}$", shadow[span.clause : verb.start()])
    if told.kind is None and to_whom and verb[0] in _TOLD and told.who:
        told.kind = "situation"  # 向县委书面报告


def _approved(told: Told, shadow: str, verb: re.Match[str], span: Span) -> None:
    handed_up = verb[0] in _HANDED_UP and not re.search("[接收]到", shadow[span.clause : verb.start()])
    approved = _FOR_APPROVAL.match(shadow, verb.end(), span.closing) if handed_up else None
    if told.kind is None and approved:
        told.kind, told.who = "situation", told.who or approved


def kind_in(part: str, rhythm: str | None) -> str | None:
    """The kind of report: the most telling word wins, in the order of the file."""
    found = next((kind for kind, pattern in patterns().types.items() if pattern.search(part)), None)
    if found in {"situation", "statistics"} and rhythm in {"week", "month", "day"}:
        return {"week": "weekly", "month": "monthly", "day": "daily"}[rhythm]
    return found


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
    if (
        who is not None
        and verb[0] in {"报告", "汇报", "通报"}
        and re.search(reports().at_once, shadow[clause : verb.start()])
    ):
        return True  # 立即向县政府报告
    return bool(re.match(reports().sent, shadow[verb.start() :]) and _SOON.search(shadow, clause, verb.start()))


def _is_soon(shadow: str, verb: re.Match[str], clause: int) -> bool:
    soon = re.search(rf"{reports().at_once}$", shadow[clause : verb.start()])
    return soon is not None and re.match("上报|报送|报告|汇报", verb[0]) is not None


def _is_due(rhythm: str | None, who: re.Match[str] | None, time: object, verb: str) -> bool:
    """Whether what is sent up is a report though nobody says what it is: it comes back, or has a time and a reader."""
    return rhythm is not None or (time is not None and (who is not None or verb in {"报送", "上报", "填报"}))
