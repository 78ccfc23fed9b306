"""`nuandong relief import` as scripts call it: every kind of file, with and without somebody who answers for it."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from nuandong.cli.relief import app
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import LedgerFile, Need
from tests.cast import VILLAGE_A
from tests.relief.books import TITLES, book, household
from tests.web.conftest import seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
HOMES = [household(serial) for serial in range(5)]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANDONG_DEMO = True


@pytest.fixture
def run(tmp_path):
    """Import these bytes; the exit code and what was said as JSON."""

    def imported(data: bytes, *words: str) -> tuple[int, dict]:
        path = tmp_path / "台账"
        path.write_bytes(data)
        given = ["import", str(path), "--region", str(VILLAGE_A), "--season", "2026", "--json", *words]
        done = CliRunner().invoke(app, given)
        return done.exit_code, json.loads(done.stdout)

    return imported


def separated(encoding: str, delimiter: str) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows([TITLES, *HOMES])
    return target.getvalue().encode(encoding)


def told(said: dict) -> tuple[str, int, int, int]:
    return said["state"], said["homes"], said["changed"], said["same"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(book(HOMES, dressed=True), id="workbook"),
        pytest.param(separated("gb18030", ","), id="csv"),
        pytest.param(separated("utf-8-sig", ","), id="csv with mark"),
        pytest.param(separated("utf-16", "\t"), id="unicode text"),
    ],
)
def test_tried_taken_over_and_the_same_file_again(run, data):
    code, said = run(data, "--dry-run")
    assert (code, told(said)) == (0, ("tried", 5, 0, 0))
    with scope.enter(SYSTEM):
        assert not LedgerFile.objects.exists()
    code, said = run(data)
    assert (code, told(said)) == (0, ("confirmed", 5, 0, 0))
    ledger = said["ledger"]
    code, said = run(data)
    assert (code, told(said), said["ledger"]) == (0, ("confirmed", 0, 0, 5), ledger)
    with scope.enter(SYSTEM):
        assert Need.objects.filter(ended_at=None).count() == 5


def test_rejected_rows_keep_all_out_unless_the_good_ones_are_asked_for(run):
    data = book([*HOMES, household(5, 户主身份证号="520102195001011239")])
    for words, state, code in (((), "checked", 1), ((), "checked", 1), (("--partial",), "confirmed", 0)):
        found, said = run(data, *words)
        assert (found, said["state"], said["rejected"]) == (code, state, 1)
        [fault] = said["faults"]
        assert (fault["row"], fault["column"], fault["code"]) == (7, "户主身份证号", "id_check")


def test_who_is_named_answers_and_nobody_takes_what_another_left(run):
    seat("clerk_a")
    data = book([*HOMES, household(5, 户主身份证号="520102195001011239")])
    assert run(data, "--as", "clerk_a")[0] == 1
    with scope.enter(SYSTEM):
        assert LedgerFile.objects.get().uploaded_by != SYSTEM.staff
    code, said = run(data)
    assert (code, said["errors"][0]["code"]) == (1, "relief.ledger_of_another")
    code, said = run(book(HOMES), "--as", "nobody")
    assert (code, said["errors"][0]["code"]) == (1, "cli.no_account")


def test_no_table_is_refused_at_once(run):
    for data in (b"\x89PNG\r\n\x1a\n\x00\x00", b"", "一句话，没有表。".encode()):
        for words in ((), ("--dry-run",)):
            code, said = run(data, *words)
            assert (code, said["refused"]) == (1, True)
            assert said["errors"][0]["code"] in {"relief.ledger_kind", "relief.ledger_empty"}


@pytest.mark.parametrize("words", [["--dry-run"], []])
def test_a_region_that_is_none_is_refused(run, words):
    divisions()
    code, said = run(book(HOMES), "--region", str(VILLAGE_A + 7), *words)
    assert (code, said["errors"][0]["code"], said["errors"][0]["column"]) == (1, "geo.division_unknown", "region")
    assert run(book(HOMES), *words)[0] == 0
