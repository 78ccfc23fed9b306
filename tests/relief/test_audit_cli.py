"""The checks and the auditor's queries at the command line and by night."""

import json

import pytest
from typer.testing import CliRunner

from nuandong.cli.relief import app
from nuandong.jobs import rounds
from nuandong.relief.models import Finding
from tests.cast import NOW, VILLAGE_A
from tests.databases import as_role
from tests.relief import seasons
from tests.relief.test_audit import MADE, Case
from tests.web.conftest import seat
from tests.web.divisions import divisions


def run(*words):
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout


@pytest.mark.django_db
def test_the_audit_says_by_its_exit_code_whether_rows_were_named(as_actor, cast):
    seat("auditor")
    seat("officer")
    with as_actor(cast.officer):
        case = Case(cast)
    asked = ("audit", "--as", "auditor", "--season", "2026")
    code, said = run(*asked)
    assert (code, "无：一人计入两户" in said) == (0, True)
    with as_actor(cast.officer):
        MADE["line_differs"](case)
    code, said = run(*asked, "--json")
    told = {one["code"]: one["rows"] for one in json.loads(said)["queries"] if one["rows"]}
    assert (code, json.loads(said)["clean"]) == (1, False)
    assert told["line_differs"][0]["planned_fen"] == 45_000
    assert "发放 449.99 元，批期是 450.00 元" in run(*asked)[1]
    # Nobody named: the machine, everywhere.
    code, said = run("audit", "--season", "2026", "--json")
    assert (code, json.loads(said)["queries"]) == (1, json.loads(run(*asked, "--json")[1])["queries"])
    assert run("audit", "--season", "2030")[0] == 0
    assert run(*asked, "--season", "x")[0] == 2
    for wrong in (("--region", "7"), ("--region", "520103000000"), ("--as", "nobody"), ("--as", "officer")):
        code, said = run(*asked, *wrong, "--json")
        assert (code, json.loads(said)["refused"]) == (1, True)
        # In words it goes on to the one who says it, with the same exit code.
        assert run(*asked, *wrong) == (1, "")


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("audit",), ("check", "--as", "officer")])
def test_of_a_place_that_is_none_nothing_is_said_to_be_clean(words):
    seat("officer")
    divisions()
    code, said = run(*words, "--region", str(VILLAGE_A + 7), "--season", "2026", "--json")
    assert (code, json.loads(said)["errors"][0]["code"]) == (1, "geo.division_unknown")
    assert run(*words, "--region", str(VILLAGE_A), "--season", "2026")[0] == 0


@pytest.mark.django_db
def test_the_checks_say_what_they_lack(as_actor, cast):
    seat("officer")
    code, said = run("check", "--as", "officer", "--season", "2026")
    assert code == 0
    assert "长期外出的人仍计入：未配置，缺长期外出人员名册" in said
    assert "户没有比对" not in said
    with as_actor(cast.officer):
        seasons.application(cast.officer, seasons.season(cast.officer), size=3)
    assert "家庭人口多于登记：1 户没有比对，登记里只有户主" in run("check", "--as", "officer", "--season", "2026")[1]
    told = json.loads(run("check", "--as", "officer", "--season", "2026", "--json")[1])
    assert {"absent_counted", "above_limit"} <= set(told["not_configured"])
    assert told["uncompared"] == {"size_inflated": 1}
    assert told["checks"]["account_shared"] == {"raised": 0, "again": 0, "gone": 0, "standing": 0}


def test_every_county_is_looked_through_by_night(committed_db, cast, as_actor):
    with as_actor(cast.officer):
        seasons.application(cast.officer, seasons.season(cast.officer), amount_fen=1)
    with as_role("worker"):
        assert rounds.check_relief(NOW) == 1
        assert rounds.check_relief(NOW) == 0
    with as_actor(cast.clerk_a):
        assert Finding.objects.get().check_code == "amount_differs"
