"""What is read out of a blank, what is proposed for it, what is written into it, and what is refused."""

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest

from nuandong.kernel.errors import Invalid
from nuandong.reports.blanks import reading
from nuandong.reports.blanks.grid import Gap, gaps, plain
from nuandong.reports.blanks.matching import proposals
from nuandong.reports.blanks.moving import movement
from nuandong.reports.blanks.opening import fill_copy, open_blank
from nuandong.reports.blanks.reading import MAX_BYTES, read_blank
from nuandong.reports.blanks.targets import FACTS, Targets, period_words, targets_of
from nuandong.reports.blanks.values import Value
from nuandong.reports.library import definition_of
from tests.reports.blanks.making import part, saved, weekly_document, weekly_workbook, with_part


@pytest.fixture
def targets() -> Targets:
    return targets_of(definition_of("weekly").definition, {title: title for title in FACTS.values()})


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("填报单位：        填报人：      ", ["填报单位", "填报人"]),
        ("填报日期：    年  月  日", ["填报日期"]),
        ("统计时间：____年____月", ["统计时间"]),
        ("单位：南明区救助管理站", []),
        ("注：本表每周报一次", []),
        ("2026年 月 日", ["年 月 日"]),
        ("x" * 600 + "：", []),
    ],
)
def test_gaps_of_a_text(text, labels):
    assert [gap.label for gap in gaps(text)] == labels


def test_a_gap_of_a_date_is_the_whole_date():
    assert gaps("日期：  年  月  日") == [Gap(3, 12, "日期")]
    assert [plain(words) for words in ("1.巡查 次数（次）", "其中：男", "三、合计", "30 分钟内")] == [
        "巡查次数", "男", "合计", "30分钟内",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            weekly_workbook,
            {
                "1!A2#1": "fact/unit",
                "1!A2#2": "fact/author",
                "1!D2#1": "fact/filled_on",
                "1!D6": "cell/points/week",
                "1!E6": "cell/points/so_far",
                "1!D7": "cell/publicity/week",
                "1!E7": "cell/publicity/so_far",
            },
        ),
        (
            weekly_document,
            {
                "1!A1#1": "fact/period",
                "2!B3": "cell/points/week",
                "2!C3": "cell/points/last_week",
                "2!B4": "fact/signer",
            },
        ),
    ],
)
def test_proposals_come_from_the_words_around_a_place(make, expected, targets):
    assert proposals(read_blank(make()), targets) == expected


def test_no_two_targets_are_called_alike():
    for code in ("weekly", "monthly", "campaign", "bulletin", "summary"):
        titles = targets_of(definition_of(code).definition, {title: title for title in FACTS.values()}).titles
        assert len(set(titles.values())) == len(titles)


def test_a_workbook_is_filled_and_everything_else_stays():
    data = with_part(weekly_workbook(), "xl/media/seal.bin", b"\x00seal")
    grid = open_blank(data).grid
    places = grid.every_place()
    hostile = '=HYPERLINK("http://x","y")'
    values = {
        places["1!A2#1"]: Value("救助站"),
        places["1!A2#2"]: Value(hostile),
        places["1!D6"]: Value(number=1234),
        places["1!E6"]: Value(number=125, decimals=1),
        places["1!D8"]: Value(hostile),
    }
    made = fill_copy(data, values, "草稿")
    assert made.refusal == ""
    old, new = (openpyxl.load_workbook(io.BytesIO(one)) for one in (data, made.data))
    page, was = new.worksheets[0], old.worksheets[0]
    assert page["A2"].value == f"填报单位：救助站　填报人：{hostile}"
    assert (page["D6"].value, page["E6"].value, page["D7"].value) == (1234, 12.5, None)
    assert (page["D8"].value, page["D8"].data_type) == (hostile, "s")
    assert (page["D9"].value, page["D9"].data_type) == ("=D5+D6", "f")
    assert page.merged_cells.ranges == was.merged_cells.ranges
    assert page.column_dimensions["B"].width == 33
    assert page["A1"].font.name == "黑体"
    assert page["D6"].border.top.style == "thin"
    assert page["D6"].number_format == "#,##0"
    assert page.oddHeader.left.text == "草稿"
    assert new.calculation.fullCalcOnLoad
    for name in ("xl/styles.xml", "xl/theme/theme1.xml", "xl/media/seal.bin", "[Content_Types].xml"):
        assert part(made.data, name) == part(data, name)
    assert open_blank(made.data).grid.sheets[0].at[(5, 3)].text == "1234"


def test_a_percentage_goes_into_a_cell_that_shows_one():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["B1"] = "到场率", "到场率二", "本周"
    book.active["B2"].number_format, book.active["B3"].number_format = "0.0%", "0"
    book.active["A3"] = "到场率三"
    data = saved(book)
    places = open_blank(data).grid.every_place()
    share = Value(number=955, decimals=1, percent=True)
    made = openpyxl.load_workbook(io.BytesIO(fill_copy(data, {places["1!B2"]: share, places["1!B3"]: share}, "").data))
    assert [made.active["B2"].value, made.active["B3"].value] == [0.955, 95.5]


def test_a_document_is_filled_in_the_fonts_it_has():
    data = weekly_document()
    places = open_blank(data).grid.every_place()
    values = {
        places["1!A1#1"]: Value("2026年11月"),
        places["2!B3"]: Value(number=7),
        places["2!B4"]: Value("周站长\n（代）"),
    }
    made = docx.Document(io.BytesIO(fill_copy(data, values, "").data))
    assert made.paragraphs[0].text == "报告期：2026年11月"
    assert [(run.text, bool(run.bold), bool(run.underline)) for run in made.paragraphs[0].runs] == [
        ("报告期：", True, False), ("2026年11月", False, True),
    ]  # fmt: skip
    table = made.tables[0]
    run = table.cell(2, 1).paragraphs[0].runs[0]
    assert (run.text, run.font.name, run.font.size.pt) == ("7", "仿宋", 15)
    assert table.cell(3, 2).text == "周站长\n（代）"
    assert table.cell(0, 0)._tc is table.cell(0, 2)._tc
    assert part(fill_copy(data, values, "").data, "word/styles.xml") == part(data, "word/styles.xml")
    assert docx.Document(io.BytesIO(fill_copy(data, values, "草稿").data)).paragraphs[0].text == "草稿"


def hostile_formula() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "巡查点位", "=cmd|'/c calc'!A0"
    return saved(book)


def outside(target: str, kind: str, data: bytes, name: str) -> bytes:
    link = f'<Relationship Id="x" TargetMode="External" Target="{target}" Type="http://x/{kind}"/></Relationships>'
    return with_part(data, name, part(data, name).replace(b"</Relationships>", link.encode()))


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 70_000_000)
    return target.getvalue()


RELATIONS = "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: with_part(weekly_workbook(), "xl/vbaProject.bin", b"x"), "macros"),
        (lambda: with_part(weekly_workbook(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "links"),
        (lambda: with_part(weekly_document(), "word/embeddings/o.bin", b"x"), "links"),
        (hostile_formula, "links"),
        (lambda: outside("http://x/t.dotm", "attachedTemplate", weekly_document(), "word/_rels/document.xml.rels"), "links"),
        (lambda: with_part(weekly_workbook(), "xl/sharedStrings.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "unreadable"),
        (lambda: with_part(weekly_workbook(), "xl/worksheets/sheet1.xml", b"<x"), "unreadable"),
        (lambda: with_part(weekly_workbook(), RELATIONS, b"<x/>"), "unreadable"),
        (lambda: saved(openpyxl.Workbook()), "nothing"),
        (lambda: weekly_workbook()[:400], "unreadable"),
        (lambda: b"PK\x03\x04", "unreadable"),
        (lambda: b"\xd0\xcf\x11\xe0 old", "old"),
        (lambda: b"%PDF-1.7", "kind"),
        (bomb, "too_big"),
        (lambda: b"PK\x03\x04" + b"0" * MAX_BYTES, "too_big"),
    ],
)  # fmt: skip
def test_what_is_no_harmless_blank_is_refused(make, reason):
    with pytest.raises(Invalid) as refused:
        read_blank(make())
    assert refused.value.code == f"reports.blank_{reason}"


def test_a_link_that_one_presses_is_harmless():
    assert read_blank(outside("http://x/", "hyperlink", weekly_workbook(), RELATIONS)).kind == "xlsx"


def test_a_new_edition_says_what_moved():
    old, new = read_blank(weekly_workbook()), read_blank(weekly_workbook(above=2))
    bindings = {"1!A2#1": "fact/unit", "1!D6": "cell/points/week", "1!Z9": "cell/clues/week"}
    found = movement(old, bindings, new)
    assert found.bindings == {"1!A4#1": "fact/unit", "1!D8": "cell/points/week"}
    assert [one.code for one in found.gone] == ["cell/clues/week"]
    assert found.same == ()
    assert len(movement(old, bindings, old).same) == 2
    book = openpyxl.load_workbook(io.BytesIO(weekly_workbook()))
    book.active["B6"], book.active["B8"] = "巡查点位和桥洞", "夜间巡查"
    found = movement(old, bindings, read_blank(saved(book)))
    assert [one.at for one in found.gone] == ["1!D6", "1!Z9"]
    assert {"1!D6", "1!D8", "1!E8"} <= set(found.new)


def test_days_as_papers_write_them():
    assert period_words(date(2026, 11, 1), date(2026, 11, 30)) == "2026年11月"
    assert period_words(date(2026, 11, 30), date(2026, 12, 6)) == "2026年11月30日至12月6日"
    assert period_words(date(2026, 12, 28), date(2027, 1, 3)) == "2026年12月28日至2027年1月3日"


def test_a_filled_copy_is_read_once(monkeypatch) -> None:
    asked = []

    def run_limited(function, data, **limits):
        asked.append(data)
        return function(data)

    monkeypatch.setattr(reading, "run_limited", run_limited)
    data, other = weekly_workbook(), weekly_document()
    assert reading.read_filled(data) == reading.read_filled(data)
    reading.read_filled(other)
    assert asked == [data, other]
