"""Word files: numbers Word sets by itself, tables, changes under way, text boxes, notes, what is not shown."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from nuandong.plans.importing.extracting import extract
from nuandong.plans.importing.reading import read_document
from nuandong.plans.importing.word_numbers import chinese

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v"'


def lines(body: str, **parts: str) -> tuple[str, ...]:
    return extract(word(body, parts)).lines


def word(body: str, parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, tag, text in (("document", "document", f"<w:body>{body}</w:body>"), *_parts(parts)):
            archive.writestr(f"word/{name}.xml", f"<w:{tag} {_NAMES}>{text}</w:{tag}>")
    return file.getvalue()


def _parts(parts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(name, name, text) for name, text in parts.items()]


def run(text: str, format_: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{format_}</w:rPr>' if format_ else ''}<w:t>{text}</w:t></w:r>"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if '<' in text else run(text)}</w:p>"


def numbered(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(place: int, form: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4")
    + "</w:abstractNum>"
    + f'<w:abstractNum w:abstractNumId="6">{level(0, "bullet", "l")}{level(1, "decimalEnclosedCircle", "%2")}</w:abstractNum>'
    + '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>'
    + "</w:lvlOverride></w:num>"
)
STYLES = (
    f'<w:style w:styleId="base"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    '<w:style w:styleId="heading"><w:basedOn w:val="base"/></w:style>'
)


def test_numbers_that_stand_in_no_text_are_set_before_it() -> None:
    body = "".join(
        (
            p("总体要求", numbered(1)),
            p("时间", numbered(1, 1)),
            p("对象", numbered(1, 1)),
            p("第一类", numbered(1, 2)),
            p("第二类", numbered(1, 2)),
            p("工作措施", '<w:pStyle w:val="heading"/>'),
            p("巡查", numbered(1, 1)),
            p("每日两次", numbered(1, 3)),
            p("重点", numbered(2)),
            p("桥洞", numbered(2, 1)),
            p("不编号", '<w:pStyle w:val="heading"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
            p("另起", numbered(3)),
            p("照旧", numbered(1)),
            p("没有的列表", numbered(9)),
        )
    )
    assert lines(body, numbering=NUMBERING, styles=STYLES) == (
        "一、总体要求",
        "（一）时间",
        "（二）对象",
        "1.第一类",
        "2.第二类",
        "二、工作措施",
        "（一）巡查",
        "二.1每日两次",
        "重点",
        "①桥洞",
        "不编号",
        "三、另起",
        "三、照旧",
        "没有的列表",
    )


def test_numbers_make_the_headings_of_paragraphs() -> None:
    body = p("冬季工作方案") + p("工作措施", numbered(1)) + p("每日巡查不少于2次。", numbered(1, 1))
    (plan,) = read_document(word(body, {"numbering": NUMBERING}), "方案.docx").plans
    assert [(one.text, one.heading) for one in plan.paragraphs] == [
        ("一、工作措施", ""),
        ("（一）每日巡查不少于2次。", "一、工作措施"),
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (101, "一百零一"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese(number) == text


def test_tables_say_their_labels_again_and_their_figures_once() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if '<' in text else p(text)}</w:tc>"

    wide = '<w:gridSpan w:val="3"/>'
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = f"<w:tbl><w:tr>{cell('内表')}{cell('每人一件')}</w:tr></w:tbl>"
    table = (
        "<w:tbl>"
        f"<w:tr>{cell('发放标准', wide)}</w:tr>"
        f"<w:tr>{cell('分散供养', start)}{cell('甲类')}{cell('2次', start)}</w:tr>"
        f"<w:tr>{cell(p(''), on)}{cell(p('乙类') + p('散居'))}{cell(p(''), on)}</w:tr>"
        f"<w:tr>{cell(p('其他') + inner + p(''))}</w:tr>"
        "</w:tbl>"
    )
    assert lines(table) == ("发放标准", "分散供养 | 甲类 | 2次", "分散供养 | 乙类 散居 |", "其他", "内表 | 每人一件")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            p(f"<w:ins>{run('每日')}</w:ins><w:del><w:r><w:delText>每周</w:delText></w:r></w:del>{run('巡查')}"),
            ("每日巡查",),
        ),
        (p(f"<w:moveFrom>{run('旧处')}</w:moveFrom>{run('新处')}"), ("新处",)),
        (p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半"), ("前半后半",)),
        (p(f"{run('上行')}<w:r><w:br/></w:r>{run('下行')}"), ("上行", "下行")),
        (p(run("看不见", "<w:vanish/>") + run("看得见", '<w:vanish w:val="0"/>')), ("看得见",)),
        (p("目录一条…3", '<w:pStyle w:val="TOC1"/>') + p("正文"), ("正文",)),
        (p(f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('域')}"), ("域",)),
        (p(f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"), ("拼",)),
        (f"<w:sdt><w:sdtContent>{p('控件里')}</w:sdtContent></w:sdt>", ("控件里",)),
        (
            p(
                f"{run('段落。')}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('框里')}</w:txbxContent></mc:Choice>"
                f"<mc:Fallback><v:t><w:txbxContent>{p('框里')}</w:txbxContent></v:t></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            ("段落。", "框里"),
        ),
    ],
)
def test_what_word_shows(body: str, shown: tuple[str, ...]) -> None:
    assert lines(body) == shown


def test_notes_follow_the_paragraph_they_hang_on() -> None:
    notes = f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote><w:footnote w:id="2">{p("每户300元")}</w:footnote>'
    body = p(f'{run("补助")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("到户。")}') + p("下一段")
    assert lines(body, footnotes=notes) == ("补助到户。", "每户300元", "下一段")


def test_a_file_nested_without_end_is_refused() -> None:
    body = "<w:sdt>" * 200 + p("深") + "</w:sdt>" * 200
    assert extract(word(body, {})).refusal == "document_unreadable"
