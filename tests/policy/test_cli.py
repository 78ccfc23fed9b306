"""The `policy` commands: what they write, say and refuse, with exit code 0, 1 or 2."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from nuandong.cli import policy
from nuandong.kernel.errors import DomainError
from nuandong.policy.library import standards

RUNNER = CliRunner()
HOUSEHOLDS = """\
household,persons,category,food_persons,clothing_persons,heating_persons
a,4,general,4,0,0
b,2,低保户,1,1,1
"""
NEEDS = """\
township,village,household,need_fen,priority
东乡,一村,a,30000,2
东乡,一村,b,20000,1
西乡,二村,c,30000,2
"""


def run(*arguments: object) -> Result:
    return RUNNER.invoke(policy.app, [str(one) for one in arguments])


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_list_names_every_standard() -> None:
    listed = json.loads(run("list", "--json").output)
    assert [one["standard"] for one in listed] == list(standards())
    assert all(code in run("list").output for code in standards())


@pytest.mark.parametrize("code", sorted(standards()))
def test_describe_says_columns_values_and_sources(code: str) -> None:
    said = json.loads(run("describe", code, "--on", "2026-12-01", "--json").output)
    assert [one["id"] for one in said["rules"]] == [rule.id for rule in standards()[code].rules]
    words = run("describe", code, "--on", "2026-12-01").output
    assert all(one["name"] in words for one in said["columns"])
    assert all(rule.source in words for rule in standards()[code].rules)
    assert all(one["unit"] for one in said["columns"] if one["kind"] == "number")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("relief-by-loss", "几类同时符合的，只按最高的一类：农作物绝收减产、房屋倒损、其他因灾困难。"),
        ("relief-by-loss", "house_quilts_amount  住房倒塌或严重损坏的棉被：整数（每户多少床），至少 2，最多 4；"),
        ("relief-by-loss", "crop_grain_months  作物绝收或严重减产的口粮：整数（个月），至少 4，最多 6；"),
        ("relief-food-grant", "只给：农村的户。"),
        ("relief-food-grant", "资金不够时先后：倒房重建户、受灾低保户，最后是其他户。"),
        (
            "relief-floor-and-tiers",
            "tier-key  重点困难户：适用：困难程度 重点困难户，每户 600.00 元 至 1000.00 元（001#1 ¶8）",
        ),
        ("relief-suzhou", "winter  冬春救助：按冬春救助人数计，每人 130.00 元，自 2024-07-01 起（suzhou-2024）"),
    ],
)
def test_describe_says_for_whom_and_in_what_unit(code: str, told: str) -> None:
    assert told in run("describe", code, "--on", "2026-12-01").output


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_benefit_writes_amounts_and_words(engine: str, encoding: str, tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", HOUSEHOLDS, encoding)
    arguments = ("--standard", "relief-three-needs", "--input", source, "--on", "2026-12-01", "--engine", engine)
    said = run("benefit", *arguments, "--output", tmp_path / "out.csv", "--json")
    assert said.exit_code == 0, said.output
    assert (json.loads(said.output)["rows"], json.loads(said.output)["amount_fen"]) == (2, 125000)
    found = rows(tmp_path / "out.csv")
    assert [(one["household"], one["amount_fen"], one["priority"]) for one in found] == [
        ("a", "80000", "2"),
        ("b", "45000", "1"),
    ]
    assert "4 人 × 每人 200.00 元 = 800.00 元" in found[0]["trace"]
    assert run("benefit", *arguments, "--output", tmp_path / "out.parquet", "--no-words").exit_code == 0
    assert pq.read_table(tmp_path / "out.parquet")["amount_fen"].to_pylist() == [80000, 45000]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        (("a,4,general,4", "a,4,general,5"), [(2, "food_persons", "out_of_range")]),
        (("b,2,低保户,1", "b,2,低保户,"), [(3, "food_persons", "missing")]),
        (("b,2,", "a,2,"), [(3, "household", "duplicate")]),
        (("food_persons", "food"), [(None, "food_persons", "policy.column_missing")]),
    ],
)
def test_benefit_names_what_is_wrong(change: tuple[str, str], errors: list[Any], tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", HOUSEHOLDS.replace(*change))
    target = tmp_path / "out.csv"
    said = run("benefit", "--standard", "relief-three-needs", "--input", source, "--output", target, "--json")
    assert said.exit_code == 1
    found = json.loads(said.output)["errors"]
    assert [(one["row"], one["column"], one["code"]) for one in found] == errors
    assert all(one["message"] for one in found)
    assert not target.exists()


def test_mistakes_are_said_in_words(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", HOUSEHOLDS.replace("b,2,低保户,1", "b,2,低保户,x"))
    said = run("benefit", "--standard", "relief-three-needs", "--input", source, "--output", tmp_path / "out.csv")
    assert (said.exit_code, "第 3 行，food_persons 列" in said.output) == (1, True)


PERSONS = """\
household,food_persons,clothing_persons,heating_persons
a,1,0,0
b,是,1,1
a,1,0,0
a,1,0,0
a,1,0,0
b,0,0,0
"""


def test_persons_are_counted_into_their_households(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", "household,category\na,general\nb,低保户\n")
    people, target = tmp_path / "persons.csv", tmp_path / "out.csv"
    arguments = (
        "--standard",
        "relief-three-needs",
        "--input",
        source,
        "--persons",
        people,
        "--output",
        target,
        "--json",
    )
    written(people, PERSONS)
    assert json.loads(run("benefit", *arguments).output)["amount_fen"] == 125000
    written(people, PERSONS + "c,1,0,0\nb,,x,1\n")
    errors = json.loads(run("benefit", *arguments).output)["errors"]
    assert [(one["row"], one["column"], one["code"]) for one in errors] == [
        (8, "persons:household", "unknown_code"),
        (9, "persons:food_persons", "missing"),
        (9, "persons:clothing_persons", "not_a_number"),
    ]
    written(people, PERSONS.replace("b,", "a,"))
    errors = json.loads(run("benefit", *arguments).output)["errors"]
    assert (errors[0]["row"], errors[0]["column"], errors[0]["code"]) == (3, "persons", "missing")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("in.csv", "household,persons\n", "policy.no_rows"),
        ("in.csv", "household,persons\na,1,2\n", "policy.file_unreadable"),
        ("in.csv", "household,persons,persons\na,1,2\n", "policy.column_twice"),
        ("in.parquet", "no parquet", "policy.file_unreadable"),
        ("in.txt", "", "policy.file_format"),
        ("absent.csv", None, "policy.no_file"),
    ],
)
def test_files_that_cannot_be_read(name: str, text: str | None, code: str, tmp_path: Path) -> None:
    source = tmp_path / name
    if text is not None:
        written(source, text)
    said = run(
        "benefit", "--standard", "relief-jiuhuashan", "--input", source, "--output", tmp_path / "out.csv", "--json"
    )
    assert (said.exit_code, json.loads(said.output)["errors"][0]["code"]) == (1, code)


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", "household,persons\n=cmd,1\n-2+3,1\n-2,1\n")
    assert (
        run("benefit", "--standard", "relief-jiuhuashan", "--input", source, "--output", tmp_path / "out.csv").exit_code
        == 0
    )
    assert [one["household"] for one in rows(tmp_path / "out.csv")] == ["'=cmd", "'-2+3", "-2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("benefit", "--standard", "relief-jiuhuashan"),
        ("benefit", "--standard", "x", "--input", "a.csv", "--output", "a.csv"),
        ("benefit", "--standard", "x", "--input", "a.csv", "--output", "b.xlsx"),
        ("benefit", "--standard", "x", "--input", "a.csv", "--output", "b.csv", "--engine", "abacus"),
        ("benefit", "--standard", "x", "--input", "a.csv", "--output", "b.csv", "--on", "soon"),
        ("benefit", "--standard", "x", "--input", "a.csv", "--output", "b.csv", "--set", "area"),
        ("allocate", "--budget", "-1", "--need", "a.csv", "--output", "b.csv"),
        ("allocate", "--budget", "1.5", "--need", "a.csv", "--output", "b.csv"),
    ],
)
def test_misuse(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_allocate_writes_shares_and_the_unfunded(tmp_path: Path) -> None:
    source, target = written(tmp_path / "need.csv", NEEDS), tmp_path / "out.csv"
    bounds = written(tmp_path / "bounds.csv", "township,village,floor_fen,ceiling_fen\n西乡,,30000,\n")
    said = run("allocate", "--budget", 60000, "--need", source, "--bounds", bounds, "--output", target, "--json")
    assert said.exit_code == 0, said.output
    figures = json.loads(said.output)
    assert (figures["given_fen"], figures["left_fen"], figures["unfunded"]) == (50000, 10000, 1)
    assert [(one["level"], one["household"], one["share_fen"], one["status"]) for one in rows(target)] == [
        ("township", "", "30000", "part"),
        ("village", "", "30000", "part"),
        ("household", "b", "20000", "paid"),
        ("household", "a", "0", "unfunded"),
        ("township", "", "30000", "paid"),
        ("village", "", "30000", "paid"),
        ("household", "c", "30000", "paid"),
    ]
    assert "缺口" in run("allocate", "--budget", 60000, "--need", source, "--output", target).output


def test_allocate_refuses_a_list_with_mistakes(tmp_path: Path) -> None:
    source = written(tmp_path / "need.csv", NEEDS.replace("20000", "两百"))
    said = run("allocate", "--budget", 1, "--need", source, "--output", tmp_path / "out.csv", "--json")
    assert (said.exit_code, json.loads(said.output)["errors"][0]["column"]) == (1, "need_fen")


@pytest.mark.parametrize(
    ("needs", "bounds", "column"),
    [
        (NEEDS.replace("need_fen", "need"), "township\n西乡\n", "need_fen"),
        (NEEDS, "town,floor_fen\n西乡,1\n", "township"),
    ],
)
def test_allocate_names_a_missing_column_once(needs: str, bounds: str, column: str, tmp_path: Path) -> None:
    source, limits = written(tmp_path / "need.csv", needs), written(tmp_path / "bounds.csv", bounds)
    arguments = ("--budget", 1, "--need", source, "--bounds", limits, "--output", tmp_path / "out.csv")
    errors = json.loads(run("allocate", *arguments, "--json").output)["errors"]
    assert [(one["column"], one["code"]) for one in errors] == [(column, "policy.column_missing")]


def test_columns_that_go_unused_are_told(tmp_path: Path) -> None:
    source = written(tmp_path / "need.csv", NEEDS.replace("priority", "class"))
    arguments = ("allocate", "--budget", 60000, "--need", source, "--output", tmp_path / "out.csv")
    assert json.loads(run(*arguments, "--json").output)["unused"] == ["class"]
    assert "没有用到的列：class" in run(*arguments).output
    listed = written(tmp_path / "in.csv", "note," + HOUSEHOLDS.replace("\na,", "\n,a,").replace("\nb,", "\n,b,"))
    arguments = ("benefit", "--standard", "relief-three-needs", "--input", listed, "--output", tmp_path / "a.csv")
    assert json.loads(run(*arguments, "--json").output)["unused"] == ["note"]
    assert "没有用到的列：note" in run(*arguments).output


def test_check_and_schema(tmp_path: Path) -> None:
    good = Path(str(policy.__file__)).parents[2] / "library" / "standards" / "relief-food-grant.yaml"
    bad = written(tmp_path / "bad.yaml", good.read_text(encoding="utf-8").replace("per: person", "per: head"))
    assert run("check", good).exit_code == 0
    said = run("check", good, bad)
    assert (said.exit_code, f"{bad}:10:" in said.output) == (1, True)
    assert json.loads(run("schema").output)["title"] == "Standard"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("no-such",), "policy.no_standard"), (("relief-qianxinan", "--on", "2017-11-19"), "policy.no_value_yet")],
)
def test_what_there_is_not(arguments: tuple[str, ...], code: str) -> None:
    assert isinstance(run("describe", *arguments).exception, DomainError)
    said = run("describe", *arguments, "--json")
    assert (said.exit_code, json.loads(said.output)["errors"][0]["code"]) == (1, code)
