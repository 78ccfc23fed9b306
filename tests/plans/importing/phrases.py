"""Phrases with their readings in the terms of the answer keys, and how a document made of them is read."""

from dataclasses import replace
from decimal import Decimal

from bench.answer_keys import Entry
from bench.answer_scores import details_agree, score
from bench.importing import in_terms_of_keys
from nuandong.plans.importing.finding import find
from nuandong.plans.importing.reading import read_document


def maybe(entry):
    """Another view of a fact that is there already."""
    return replace(entry, optional=True)


def fact(kind, value, unit="", per="", bound="", clock=""):
    return Entry(1, 1, kind, value, unit, per, bound, clock, optional=False)


def often(count, per, bound="exact"):
    return fact("frequency", Decimal(count), per=per, bound=bound)


def lasts(count, unit, bound="exact"):
    return fact("duration", Decimal(count), unit, bound=bound)


def season(start, end):
    return fact("duration", (start, end), "dates")


def by(day, clock=""):
    return fact("deadline", day, clock=clock)


def amount(count, unit, bound="exact"):
    return fact("amount", Decimal(str(count)), unit, bound=bound)


def between(low, high, unit):
    return fact("amount", (Decimal(low), Decimal(high)), unit, bound="range")


def some(*words):
    return fact("categories", words)


def report(rhythm, clock=""):
    return fact("report", rhythm, clock=clock)


OPENING = {
    False: "某县暖冬行动方案\n为做好今冬群众生活保障，制定本方案。\n",
    True: "某縣暖冬行動方案\n為做好今冬群眾生活保障，關心困難群眾，落實上級關於溫暖過冬的各項部署，結合本縣實際，制定本方案。\n"
    "堅持以人為本，確保受災群眾和特殊困難群體溫暖過冬，不發生凍傷凍死事件，維護社會和諧穩定。\n",
}
CLOSING = {False: "特此通知，请遵照执行。\n", True: "特此通知，請遵照執行。\n"}


def is_traditional(phrase):
    return any(character in "對滯資縣區週戶護" for character in phrase)


def readings_of(cases):
    """Every phrase between two closings in one document of its characters; the readings by phrase."""
    readings = {}
    for traditional in (False, True):
        text, places = OPENING[traditional], {}
        for phrase, _facts in cases:
            if is_traditional(phrase) is traditional:
                start = sum(1 for line in text.split("\n") if line.strip())
                places[phrase] = range(start, start + sum(1 for line in phrase.split("\n") if line.strip()))
                text += phrase + "\n" + CLOSING[traditional]
        (plan,) = find(read_document(text.encode(), "plan.txt"))
        for phrase, lines in places.items():
            here = [finding for finding in plan.findings if finding.paragraph in lines]
            readings[phrase] = [replace(one, paragraph=1) for finding in here for one in in_terms_of_keys(finding)]
    return readings


def assert_reads(facts, findings):
    """The findings are these facts, with their bounds and clocks, and nothing else."""
    result = score(facts, findings)
    assert (result.missed, result.wrong) == ([], [])
    assert all(details_agree(entry, found) for entry, found in result.hits)
