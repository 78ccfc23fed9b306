"""Over every plan that comes with the product: the contradictions that its text has, and no others."""

from datetime import date

from nuandong.plans.calendar_check import CalendarCheck, Level, check
from nuandong.plans.calendar_check.words import sentence
from nuandong.plans.loader import parse_stored
from nuandong.plans.standards import named
from tests.plans.world import CALENDAR, LIBRARY

CONTRADICTIONS = {
    ("donations/campus-winter-clothes", "needed_too_late", 19, "days"),
    ("heating/county-look-back", "task_before_end", 12, "hours"),
    ("relief/township-ten-day-notice", "time_cannot_be_given", 2, "days"),
    ("relief/township-ten-day-notice", "floor_above_cap", 4000, "fen"),
    ("safety/commerce-fire-season", "phases_overlap", 123, "days"),
}


def results(year: int) -> dict[str, CalendarCheck]:
    plans = [parse_stored(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.rglob("*.yaml"))]
    return {plan.plan: check(plan, year, CALENDAR, standards=named(plan)) for plan in plans}


def test_exactly_the_known_contradictions() -> None:
    found = {
        (name, one.code, one.fails_by, one.unit)
        for name, result in results(2026).items()
        for one in result.contradictions
    }
    assert found == CONTRADICTIONS


def test_a_season_of_other_weekdays_contradicts_itself_in_the_same_places() -> None:
    for year in (2024, 2025):
        found = {(name, one.code) for name, result in results(year).items() for one in result.contradictions}
        assert found == {(name, code) for name, code, _by, _unit in CONTRADICTIONS}


def test_the_payment_that_has_no_five_working_days() -> None:
    (found, amount) = results(2026)["relief/township-ten-day-notice"].contradictions
    assert found.sources == ("001#1 ¶17", "001#1 ¶10")
    words = sentence(found.said)
    for part in ("1月17日", "5 个工作日", "1月22日", "1月20日", "晚 2 天"):
        assert part in words
    proposals = " ".join(sentence(said) for said in found.proposals)
    for part in ("“镇审核并上报县”最迟 1月13日", "“镇和村组同时公示”最迟 1月3日 开始", "1月20日 改到 1月22日"):
        assert part in proposals
    assert sentence(amount.said).startswith("6 口之家")


def test_three_notices_fit_and_are_said_to() -> None:
    result = results(2026)["relief/subdistrict-three-notices"]
    assert result.contradictions == ()
    (fits,) = result.of(Level.FITS)
    assert (fits.said.params["used"], fits.said.params["length"]) == (17, 36)
    assert fits.said.params["over"] == date(2026, 10, 17)
