"""What a page says about moments, deadlines and money, on both sides of each threshold."""

from datetime import datetime, timedelta

import pytest

from nuandong.web import wording
from tests.cast import NOW


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 秒"),
        (59, "59 秒"),
        (60, "1 分"),
        (61, "1 分 1 秒"),
        (3599, "59 分 59 秒"),
        (3600, "1 小时"),
        (3659, "1 小时"),
        (3660, "1 小时 1 分"),
        (86_399, "23 小时 59 分"),
        (86_400, "1 天"),
        (90_000, "1 天 1 小时"),
        (-75, "1 分 15 秒"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(seconds: int, words: str) -> None:
    assert wording.span_words(seconds) == words


@pytest.mark.parametrize(
    ("left", "tone", "words", "running"),
    [
        (timedelta(minutes=10, seconds=1), "info", "还有 10 分 1 秒", True),
        (timedelta(minutes=10), "soon", "还有 10 分", True),
        (timedelta(0), "soon", "还有 0 秒", True),
        (timedelta(microseconds=-1), "late", "已超 1 秒", True),
        (timedelta(minutes=-3), "late", "已超 3 分", True),
    ],
)
def test_an_open_deadline_says_how_long_there_is(left: timedelta, tone: str, words: str, running: bool) -> None:
    assert wording.due_words(NOW + left, NOW) == wording.Due(tone, words, running)


@pytest.mark.parametrize(
    ("early", "tone", "words"),
    [
        (timedelta(minutes=1), "ok", "按时完成"),
        (timedelta(0), "ok", "按时完成"),
        (timedelta(seconds=-90), "late", "迟 1 分 30 秒完成"),
    ],
)
def test_a_deadline_that_is_past_says_whether_it_was_met(early: timedelta, tone: str, words: str) -> None:
    shown = wording.due_words(NOW, NOW + timedelta(hours=5), done=NOW - early)
    assert (shown.tone, shown.words.replace(" 完成", "完成"), shown.running) == (tone, words, False)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "今天 20:00"),
        (NOW - timedelta(hours=20), "今天 00:00"),
        (NOW - timedelta(hours=20, minutes=1), "昨天 23:59"),
        (NOW + timedelta(hours=4), "明天 00:00"),
        (NOW - timedelta(days=2), "11月29日 20:00"),
        (NOW.replace(year=2025), "2025年12月1日 20:00"),
    ],
)
def test_a_moment_is_said_as_in_an_office(moment: datetime, words: str) -> None:
    assert wording.moment_words(moment, NOW) == words
