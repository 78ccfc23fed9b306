"""Log lines: structured, and without anything personal, whoever wrote them."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from nuandong.config import logs
from nuandong.kernel.errors import Invalid

NUMBER, PHONE, NAME = "990101199001011234", "19900001234", "王秀英"


Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def logging_on(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], Lines]]:
    """Called in the test itself, where no handler of the test runner stands beside ours; gives the lines written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def start() -> Lines:
        logs.configure({"level": "INFO"})
        return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield start
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()


def quote_a_row() -> None:
    raise ValueError(f"Key (name, number)=({NAME}, {NUMBER}) already exists")


def refuse() -> None:
    try:
        quote_a_row()
    except ValueError as error:
        raise Invalid("people.twice", f"{NAME}已登记", "请核对。", field="name") from error


def test_long_numbers_are_blanked_in_own_and_foreign_lines(logging_on: Callable[[], Lines]) -> None:
    lines = logging_on()
    structlog.get_logger("nuandong.somewhere").info("clue.received", caller=PHONE, count=3)
    logging.getLogger("django.request").warning("Not Found: /people/?q=%s", NUMBER)
    own, foreign = lines()
    assert (own["event"], own["caller"], own["count"]) == ("clue.received", "[number]", 3)
    assert foreign["event"] == "Not Found: /people/?q=[number]"


@pytest.mark.parametrize("logger", ["own", "foreign"])
def test_of_an_exception_only_its_kind_and_its_way_are_kept(logging_on: Callable[[], Lines], logger: str) -> None:
    lines = logging_on()
    try:
        refuse()
    except Invalid:
        if logger == "own":
            structlog.get_logger("nuandong.somewhere").exception("job.failed")
        else:
            logging.getLogger("django.request").exception("Internal Server Error")
    (line,) = lines()
    said = json.dumps(line, ensure_ascii=False)
    assert NAME not in said
    assert NUMBER not in said
    outer, inner = line["exception"]  # type: ignore[misc]
    assert outer.startswith("Invalid (people.twice): test_logs.py:")
    assert " refuse" in outer
    assert inner.startswith("ValueError: test_logs.py:")
    assert " quote_a_row" in inner
