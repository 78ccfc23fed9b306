"""What two values are taken for: tables of comparisons."""

from collections.abc import Iterator
from dataclasses import fields

import pyarrow as pa
import pytest

from bench.linkage_people import county
from nuandong.batch.linkage import blocking, columns, database, model
from nuandong.batch.linkage.alone import Comparable, comparable
from nuandong.batch.linkage.fields import EMPTY, FIELDS
from nuandong.batch.linkage.finding import scored as scored_alone
from nuandong.batch.linkage.judging import judged
from nuandong.kernel.idcard import complete

NUMBER = complete("11010519800307123")
TWIN = complete("11010519800307125")
OLD = NUMBER[:6] + NUMBER[8:17]


@pytest.fixture(scope="module")
def con() -> Iterator[database.Connection]:
    opened = database.connection()
    yield opened
    opened.close()


def outcome(con: database.Connection, column: str, left: dict[str, str], right: dict[str, str]) -> str:
    """The name of the level that a field comes to for two records; both ways round, and without a database, the same."""
    names = {"id": "", "name": "甲", "phone": ""}
    rows = [{**names, **left, "id": "1"}, {**names, **right, "id": "2"}]
    table = pa.table({name: [row.get(name, "") for row in rows] for name in columns.COLUMNS})
    database.load(con, columns.checked(table), "people")
    database.compare(con, "people", "people", "SELECT 0 AS l, 1 AS r UNION ALL SELECT 1, 0", "compared")
    field = next(one for one in FIELDS if one.name == column)
    seen = {level for (level,) in con.execute(f"SELECT {column}_level FROM compared").fetchall()}
    assert len(seen) == 1, "left and right are alike"
    found = [EMPTY, *(level.name for level in field.levels)][seen.pop()]
    first, second = map(comparable, columns.checked(table).to_pylist())
    sharing = 2 if first.name == second.name else 1
    assert {judged(*pair, sharing=sharing)[column] for pair in ((first, second), (second, first))} == {found}
    return found


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("王建国", "王建国", "same_rare"),
        ("王 建国", "王建国", "same_rare"),
        ("王建國", "王建国", "same_rare"),
        ("劉偉", "刘伟", "same_rare"),
        ("阿卜杜拉·买买提", "阿卜杜拉．买买提", "same_rare"),
        ("王丽英", "王莉瑛", "same_sound"),
        ("张玮", "张伟", "same_sound"),
        ("吕芳", "呂方", "same_sound"),
        ("王晴", "王睛", "look_alike"),
        ("李土生", "李士生", "look_alike"),
        ("陈岚", "陈兰", "same_sound"),
        ("林岚", "林男", "dialect_sound"),
        ("黄芳", "方芳", "dialect_sound"),
        ("李文华", "李华文", "turned"),
        ("王建国", "建国王", "turned"),
        ("王伟", "伟王", "turned"),
        ("王建国", "王建军", "one_other"),
        ("阿卜杜拉买买提", "阿卜杜热买买提", "one_other"),
        ("王建国", "王国", "shorter"),
        ("王建国", "王建", "shorter"),
        ("王建国", "周建国", "surname_other"),
        ("王建国", "王小红", "surname"),
        ("王伟", "李娜", "other"),
        ("𠮷田", "𠮷田", "same_rare"),
        ("***", "张三", EMPTY),
    ],
)
def test_names(con: database.Connection, left: str, right: str, expected: str) -> None:
    assert outcome(con, "name", {"name": left}, {"name": right}) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (NUMBER, NUMBER, "same"),
        (NUMBER, f" {NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:].lower()}", "same"),
        (NUMBER, "".join(chr(ord(char) + 0xFEE0) for char in NUMBER), "same"),
        (NUMBER, OLD, "same"),
        (NUMBER, f"{NUMBER[:15]}000", "lost_end"),
        (NUMBER, NUMBER[:9] + "9" + NUMBER[10:], "slip"),
        (NUMBER, NUMBER[:14] + NUMBER[15] + NUMBER[14] + NUMBER[16:], "slip"),
        (NUMBER, NUMBER[:8] + NUMBER[9] + NUMBER[8] + NUMBER[10:], "slip"),
        (NUMBER, NUMBER[:17], "slip"),
        (NUMBER, TWIN, "same_day_other"),
        (NUMBER, complete("11010519810307123"), "other_right"),
        (NUMBER, "G12345678", "other"),
        (NUMBER, "无", EMPTY),
        (NUMBER, "000000000000000000", EMPTY),
        ("", "", EMPTY),
    ],
)
def test_identity_numbers(con: database.Connection, left: str, right: str, expected: str) -> None:
    assert outcome(con, "id_number", {"id_number": left}, {"id_number": right}) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1980-03-07", "19800307", "same"),
        ("1980-03-07", "1980年3月7日", "same"),
        ("1980-03-07", "1980/3/7", "same"),
        ("1980-03-07", "１９８０.０３.０７", "same"),
        ("1980-03-07", "1980-07-03", "turned"),
        ("1980-03-07", "1980-03-17", "one_digit"),
        ("1980-03-07", "1990-03-07", "one_digit"),
        ("1980-03-07", "1980-01-28", "lunar"),
        ("1980-03-07", "1980-12-25", "year"),
        ("1980-03-07", "1979-08-15", "near"),
        ("1980-03-07", "1955-06-18", "other"),
        ("1980-03-07", "1980-02-30", EMPTY),
        ("1900-01-01", "1900-01-01", EMPTY),
    ],
)
def test_birth_dates(con: database.Connection, left: str, right: str, expected: str) -> None:
    assert outcome(con, "birth_date", {"birth_date": left}, {"birth_date": right}) == expected


@pytest.mark.parametrize(
    ("column", "left", "right", "expected"),
    [
        ("sex", {"sex": "男"}, {"sex": "1"}, "same"),
        ("sex", {"sex": "男"}, {"sex": "Female"}, "other"),
        ("sex", {"sex": "男"}, {"sex": "?"}, EMPTY),
        ("card", {"card": "6228 4800 1234 5678 901"}, {"card": "6228480012345678901"}, "same"),
        ("card", {"card": "6228480012345678901"}, {"card": "6228480012345687901"}, "slip"),
        ("card", {"card": "6228480012345678901"}, {"card": "6217000098765432101"}, "other"),
        ("phone", {"phone": "+86 138-0001-2345"}, {"phone": "13800012345"}, "same"),
        ("phone", {"phone": "13800012345"}, {"phone": "13800013345"}, "slip"),
        ("phone", {"phone": "13800012345"}, {"phone": "13911112222"}, "other"),
        ("phone", {"phone": "00000000000"}, {"phone": "00000000000"}, EMPTY),
        ("address", {"address": "东河村3组"}, {"address": "东河村3组"}, "same"),
        ("address", {"address": "东河村3组"}, {"address": "东河村 3组12号"}, "part"),
        ("address", {"region": "520123101201"}, {"region": "520123101201"}, "village"),
        ("address", {"region": "520123101201"}, {"region": "520123101202"}, "township"),
        ("address", {"region": "520123101201"}, {"region": "520123102201"}, "county"),
        ("address", {"region": "520123101201"}, {"region": "520124101201"}, "other"),
        ("address", {"address": "不详"}, {"address": "不详"}, EMPTY),
    ],
)
def test_the_rest(
    con: database.Connection, column: str, left: dict[str, str], right: dict[str, str], expected: str
) -> None:
    assert outcome(con, column, left, right) == expected


def test_every_level_is_the_same_without_a_database(con: database.Connection) -> None:
    """Thousands of pairs of an invented county, worth comparing and drawn: normalised, judged and weighed alike."""
    listed = county(6000, seed=11)
    short = pa.array([name if place % 7 else name * 2 for place, name in enumerate(listed["name"].to_pylist())])
    table = columns.checked(listed.set_column(listed.column_names.index("name"), "name", short))
    database.load(con, table, "people")
    blocking.pair(con, "people", "candidates")
    drawn = "SELECT (hash(range) % 6000)::INTEGER AS l, (hash(range + 70000) % 6000)::INTEGER AS r FROM range(6000)"
    database.compare(con, "people", "people", f"SELECT l, r FROM candidates UNION ALL {drawn}", "compared")
    counts = dict(con.execute("SELECT row, name_count FROM people").fetchall())
    made = [comparable(row) for row in table.to_pylist()]
    kept = [field.name for field in fields(Comparable) if field.name != "letters"]
    rows = con.execute(f"SELECT c1, c2, c3, c4, {', '.join(kept)} FROM people ORDER BY row").fetchall()
    for one, row in zip(made, rows, strict=True):
        assert (one.letters, *(getattr(one, name) for name in kept)) == (row[:4], *row[4:])
    levels = ", ".join(f"{field.name}_level" for field in FIELDS)
    seen = set()
    for left, right, *numbers in con.execute(f"SELECT l, r, {levels} FROM compared").fetchall():
        sharing = min(counts[left], counts[right])
        told = {
            field.name: [EMPTY, *(level.name for level in field.levels)][number]
            for field, number in zip(FIELDS, numbers, strict=True)
        }
        assert judged(made[left], made[right], sharing=sharing) == told
        seen |= set(told.items())
    every = {(field.name, level.name) for field in FIELDS for level in field.levels}
    assert every - seen <= {("name", "same_common"), ("name", "surname_other")}, (
        "levels that no pair came to prove nothing"
    )
    weights = model.load()
    scored = con.execute(
        f"SELECT probability, proposal, {levels} FROM ({database.scored(weights, 'compared', levels=True)})"
    )
    for probability, proposal, *numbers in scored.fetchall():
        told = {
            field.name: [EMPTY, *(level.name for level in field.levels)][number]
            for field, number in zip(FIELDS, numbers, strict=True)
        }
        found = scored_alone(weights, "", told)
        assert (found.probability, found.proposal) == (pytest.approx(probability, abs=1e-5), proposal)
