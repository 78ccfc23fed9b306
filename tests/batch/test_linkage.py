"""Linkage as a whole: planted errors are found, crowds do not explode, twins stay two, the desk agrees with the list."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.linkage_people import county, truth
from nuandong.batch.linkage import columns, database, linking, model
from nuandong.batch.linkage.fields import FIELDS
from nuandong.batch.linkage.finding import find
from nuandong.config.entry import main
from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import complete

PEOPLE = 4000


def listed(*rows: dict[str, str]) -> pa.Table:
    return columns.checked(
        pa.table({name: [row.get(name, "") for row in rows] for name in columns.COLUMNS if name != "id"}).append_column(
            "id", pa.array([f"R{place}" for place in range(len(rows))])
        )
    )


def proposals(table: pa.Table) -> list[dict[str, Any]]:
    return linking.link(table, model.load()).pairs.to_pylist()


@pytest.fixture(scope="module")
def people() -> pa.Table:
    return county(PEOPLE, seed=7)


def test_planted_errors_are_found_and_little_else(people: pa.Table) -> None:
    same = truth(people)
    found = proposals(columns.checked(people))
    pairs = {(one["id_l"], one["id_r"]) for one in found}
    pairs = {(min(pair), max(pair)) for pair in pairs}
    assert len(pairs & same) >= 0.98 * len(same)
    assert len(pairs & same) >= 0.97 * len(pairs)
    sure = {tuple(sorted((one["id_l"], one["id_r"]))) for one in found if one["proposal"] == "sure"}
    assert sure <= same
    assert len(sure) >= 0.9 * len(same)


def test_the_same_list_gives_the_same_pairs_with_weights_that_add_up(people: pa.Table) -> None:
    weights = model.load()
    table = columns.checked(people)
    first, second = (linking.link(table, weights) for _time in range(2))
    assert first.pairs.equals(second.pairs)
    for one in first.pairs.to_pylist():
        total = weights.prior + sum(one[f"{field.name}_weight"] for field in FIELDS)
        assert one["weight"] == pytest.approx(total, abs=0.01)
        assert one["probability"] == pytest.approx(1 / (1 + 2**-total), abs=1e-4)


def test_pairs_in_portions_are_the_pairs_at_once(people: pa.Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table = columns.checked(people)
    whole = linking.link(table, model.load())
    monkeypatch.setattr(linking, "PORTION", 500)
    assert linking.link(table, model.load()).pairs.equals(whole.pairs)
    assert whole.compared > 500


def test_a_list_beyond_memory_is_refused_and_nothing_goes_to_the_disk(
    people: pa.Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    opened = database.connection()
    opened.execute("SET memory_limit = '12MB'")
    monkeypatch.setattr(database, "connection", lambda: opened)
    with pytest.raises(Invalid, match="内存"):
        linking.link(columns.checked(people), model.load())
    assert not list(tmp_path.iterdir())


def test_a_name_of_ten_thousand_is_not_compared_with_itself() -> None:
    rows = [
        {"name": "王伟", "phone": "05100000000", "birth_date": f"19{place % 90 + 10}-01-01"} for place in range(9999)
    ]
    again = {"name": "王伟", "id_number": complete("11010519800307123"), "region": "110105001001"}
    linked = linking.link(listed(*rows, again, again), model.load())
    assert linked.compared == 1
    assert linked.pairs["id_l"].to_pylist() == ["R9999"]


def test_an_old_number_of_fifteen_digits_is_the_same_person() -> None:
    number = complete("11010519400307123")
    one = {"name": "李桂英", "id_number": number, "birth_date": "1940-03-07", "sex": "女"}
    (found,) = proposals(listed(one, {**one, "id_number": number[:6] + number[8:17]}))
    assert found["proposal"] == "sure"


TWIN = {
    "birth_date": "2015-04-01",
    "sex": "女",
    "region": "110105001001",
    "address": "东河村3组12号",
    "phone": "13800012345",
    "card": "6228480012345678901",
}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "王子涵"}, {"name": "王子萱"}),
        ({"name": "王子涵"}, {"name": "王涵子"}),
        (
            {"name": "王子涵", "id_number": complete("11010520150401002")},
            {"name": "王子萱", "id_number": complete("11010520150401004")},
        ),
        (
            {"name": "王子涵", "id_number": complete("11010520150401002")},
            {"name": "王子涵", "id_number": complete("11010520150401004")},
        ),
        ({"name": "王子涵", "id_number": complete("11010520150401002")}, {"name": "王子萱"}),
    ],
)
def test_twins_of_one_household_are_never_taken_for_one(left: dict[str, str], right: dict[str, str]) -> None:
    assert all(found["proposal"] == "doubtful" for found in proposals(listed({**TWIN, **left}, {**TWIN, **right})))


def test_the_twin_without_a_number_is_asked_about() -> None:
    (found,) = proposals(listed({**TWIN, "name": "王子涵"}, {**TWIN, "name": "王紫涵"}))
    assert found["probability"] > 0.5


def test_one_new_person_is_found_as_in_the_list(people: pa.Table) -> None:
    table = columns.checked(people)
    in_list = {
        frozenset((one["id_l"], one["id_r"])): one["weight"]
        for one in linking.link(table, model.load()).pairs.to_pylist()
    }
    rows = {row["id"]: row for row in table.to_pylist()}
    strangers = list(rows.values())[:20]
    for pair in list(in_list)[:40]:
        asked, wanted = pair
        others = [row for row in strangers if row["id"] not in pair] + [rows[wanted]]
        sharing = sum(row["name"] == rows[asked]["name"] for row in rows.values())
        (found,) = (one for one in find(model.load(), rows[asked], others, sharing=sharing) if one.id == wanted)
        assert found.weight == pytest.approx(in_list[pair], abs=0.01)
        assert found.weight == pytest.approx(
            model.load().prior + sum(weight for _level, weight in found.outcomes.values()), abs=0.05
        )


def test_a_hostile_name_is_only_a_name(people: pa.Table) -> None:
    one = columns.checked(people).slice(0, 1).to_pylist()[0]
    for name in ("'); DROP TABLE people; --", "王\0伟", "O'Brien", "\\'", "$1 {} %s"):
        assert find(model.load(), {"name": name, "phone": "13800012345"}, [one], sharing=1) == []
        twin = {"name": name, "phone": "13800012345", "birth_date": "1950-01-02"}
        assert [
            found.id for found in find(model.load(), twin, [one, {**twin, "id": name.replace("\0", "")}], sharing=1)
        ]
    assert find(model.load(), {"name": "无名", "phone": ""}, [], sharing=0) == []
    assert find(model.load(), one | {"region": ""}, [one], sharing=1)


@pytest.mark.parametrize(
    ("table", "code", "row"),
    [
        ({"编号": ["1"], "电话": ["1"]}, "link.column_missing", None),
        ({"id": ["1"], "姓名": ["王伟"]}, "link.only_names", None),
        ({"id": ["1"], "姓名": ["王伟"], "姓 名": ["王伟"], "phone": [""]}, "link.column_twice", None),
        ({"id": ["1", "2", "1"], "name": ["王"] * 3, "phone": [""] * 3}, "link.id_twice", 4),
        ({"id": ["1", " "], "name": ["王"] * 2, "phone": [""] * 2}, "link.value_missing", 3),
        ({"id": ["1", "2"], "name": ["王", None], "phone": [""] * 2}, "link.value_missing", 3),
        ({"id": ["1"], "name": ["王" * 61], "phone": [""]}, "link.too_long", 2),
        ({"id": ["1"], "name": ["王"], "phone": [["1"]]}, "link.column_kind", None),
    ],
)
def test_lists_that_are_refused(table: dict[str, list[Any]], code: str, row: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        columns.checked(pa.table(table))
    assert refused.value.code == code
    assert refused.value.params.get("row") == row


def test_numbers_and_dates_are_taken_as_texts() -> None:
    raw = pa.table({"id": [1, 2], "name": ["王伟", "王伟"], "phone": [13800012345.0, None]})
    assert columns.checked(raw).select(["id", "phone"]).to_pylist() == [
        {"id": "1", "phone": "13800012345"},
        {"id": "2", "phone": ""},
    ]


def test_of_two_columns_the_better_known_counts() -> None:
    table = pa.table(
        {"编号": ["1"], "户籍地址": ["旧"], "姓名": ["王伟"], "住址": ["新"], "证件号": [""], "备注": [""]}
    )
    assert columns.checked(table)["address"].to_pylist() == ["新"]
    assert columns.unused(table.column_names) == ["户籍地址", "备注"]


def test_weights_that_do_not_fit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = model.file(model.CURRENT).read_text("utf-8")
    monkeypatch.setattr(model, "FOLDER", tmp_path)
    for at, (old, new) in enumerate(
        (("same_rare:", "rarely:"), ("sure: 0.99", "sure: 0.2"), ("  - same_day_other", "  - x"))
    ):
        model.file(f"t{at}").write_text(text.replace(old, new), "utf-8")
        with pytest.raises(Invalid, match="有误"):
            model.load(f"t{at}")


def test_the_command(tmp_path: Path, people: pa.Table, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "persons.parquet", tmp_path / "pairs.csv"
    some = people.slice(0, 1500)
    wrong = some.set_column(some.schema.get_field_index("phone"), "phone", pa.array(["none", *[""] * 1499]))
    pq.write_table(wrong, source)
    given = ["link", "--input", str(source), "--output", str(target)]
    assert main([*given, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["records"] == 1500
    assert said["unread"] == {"phone": {"values": 1, "first_row": 2}}
    assert len(target.read_text("utf-8-sig").splitlines()) == 1 + sum(said["proposals"].values())
    assert main(given) == 0
    assert "都请人工核对" in capsys.readouterr().out


def test_a_list_as_a_spreadsheet_in_china_saves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "名单.csv", tmp_path / "pairs.csv"
    lines = [
        "编号,姓名,出生日期,联系电话,备注",
        "1,王 伟,1980.3.7,13800012345,甲",
        "2,王偉,1980-03-07,１３８０００１２３４５,",
    ]
    source.write_text("\n".join([*lines, "3,李四,1990年1月,无,"]), "gb18030")
    assert main(["link", "--input", str(source), "--output", str(target), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["unread"], said["unused"]) == ({"phone": {"values": 1, "first_row": 4}}, ["备注"])
    assert target.read_text("utf-8-sig").splitlines()[1].startswith('"1","2",')
    source.write_text("\n".join([*lines, "3,李四"]), "utf-8")
    assert main(["link", "--input", str(source), "--output", str(target)]) == 1
    assert "Row #4" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        ("id,name\n1,王伟\n", [], 1),
        ("id,name,phone\n1,王伟\n", [], 1),
        ("id,name,phone\n1,王伟,1\n1,王伟,1\n", [], 1),
        ("id,name,phone\n1,王伟,1\n", ["--engine", "abacus"], 2),
        ("id,name,phone\n1,王伟,1\n", ["--engine", "spark"], 1),
        ("id,name,phone\n1,王伟,1\n", ["--weights", "../x"], 2),
        ("id,name,phone\n1,王伟,1\n", ["--output", "persons.csv"], 2),
        ("id,name,phone\n1,王伟,1\n", ["--output", "pairs.docx"], 2),
    ],
)
def test_misuse_and_refusals_of_the_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str,
    options: list[str],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("persons.csv").write_text(content, "utf-8")
    assert main(["link", "--input", "persons.csv", "--output", "pairs.csv", "--json", *options]) == code
    assert not Path("pairs.csv").exists()
    if code == 1:
        assert json.loads(capsys.readouterr().out)["errors"][0]["message"]
