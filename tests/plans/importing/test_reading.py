"""Files in: encodings, Word, hostile bytes, web pages around plans, paragraphs and their numbers."""

import io
import zipfile

import pytest

from nuandong.kernel.errors import Invalid
from nuandong.plans.importing import extracting
from nuandong.plans.importing.characters import is_traditional, repaired, simplified
from nuandong.plans.importing.document import PlanText
from nuandong.plans.importing.layout import plans_of
from nuandong.plans.importing.reading import read_document
from nuandong.plans.importing.shadow import shadow_of

PLAN = "冬季巡查工作方案\n一、时间安排\n\n　　自11月1日起至次年3月1日，每周巡查不少于2次。\n（一）每月5日前报送月报。\n"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, name: str = "word/document.xml", head: str = "") -> bytes:
    """A docx of one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            name, f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_in_any_encoding_gives_the_same_paragraphs(encoding: str) -> None:
    (plan,) = read_document(PLAN.encode(encoding), "方案.txt").plans
    assert plan.title == "冬季巡查工作方案"
    assert [(one.number, one.heading) for one in plan.paragraphs] == [(1, ""), (2, "一、时间安排"), (3, "一、时间安排")]
    assert plan.paragraphs[1].text == "自11月1日起至次年3月1日，每周巡查不少于2次。"


def test_word_gives_paragraphs_and_rows_of_tables_in_their_order() -> None:
    table = (
        "<w:tbl><w:tr>"
        + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("口粮", "每人200元"))
        + "</w:tr></w:tbl>"
    )
    deleted = "<w:p><w:del><w:r><w:delText>作废</w:delText></w:r></w:del><w:r><w:t>留下。</w:t></w:r></w:p>"
    broken = "<w:p><w:r><w:t>前</w:t><w:br/><w:t>后</w:t></w:r></w:p>"
    found = extracting.extract(word(paragraph("救助方案") + table + deleted + broken))
    assert found.lines == ("救助方案", "口粮 | 每人200元", "留下。", "前", "后")
    (plan,) = read_document(word(paragraph("救助方案") + table), "方案.docx").plans
    assert (plan.title, plan.size) == ("救助方案", 1)


BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "plans.document_empty"),
        (b"   \n\n", "plans.document_empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "plans.document_old_word"),
        (b"PK\x03\x04 not a zip", "plans.document_unreadable"),
        (word("", "xl/workbook.xml"), "plans.document_kind"),
        (word("<w:p>")[:-10], "plans.document_unreadable"),
        (bytes(range(256)) * 4, "plans.document_kind"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "plans.document_kind"),
        (("字" * (extracting.MAX_CHARACTERS + 1)).encode(), "plans.document_too_big"),
        ("分享\n下载本文\n".encode(), "plans.document_empty"),
    ],
)
def test_what_is_no_plan_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_document(data, "x")
    assert error.value.code == code


def test_entities_of_a_hostile_word_file_are_not_expanded() -> None:
    found = extracting.extract(word(paragraph("&c;") + paragraph("正文"), head=BOMB))
    assert "aaaa" not in "".join(found.lines)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("維護基本生存權(quán)益", "維護基本生存權益"),
        ("各鄉(鎮)", "各鄉(鎮)"),
        ("使用DNA(dna)比對", "使用DNA(dna)比對"),
        ("。ㄒ唬┘訌娊M織領導", "（一）加強組織領導"),
        ("。ǘ├^續加強", "（二）^續加強"),
        ("組織領導?h民政局", "組織領導。縣民政局"),
        ("怎么制定方案呢?下面", "怎么制定方案呢?下面"),
    ],
)
def test_broken_glyphs_are_repaired_where_that_is_certain(line: str, right: str) -> None:
    assert repaired(line) == right


def test_only_traditional_texts_are_changed() -> None:
    text = "為切實做好困難群眾溫暖過冬，對生活無著的流浪乞討人員加強巡查，顯著提高應急處置能力，發放禦寒衣物。"
    assert is_traditional(text)
    assert (
        simplified(text)
        == "为切实做好困难群众温暖过冬，对生活无着的流浪乞讨人员加强巡查，显著提高应急处置能力，发放御寒衣物。"
    )
    assert not is_traditional("取得显著成效，乾县民政局。")
    document = read_document(f"溫暖過冬方案\n{text}\n{text}".encode(), "x.txt")
    assert document.traditional
    assert document.plans[0].title == "温暖过冬方案"


def test_places_in_the_shadow_are_places_in_the_text() -> None:
    text = "２０２４年１１月１日—１５日，每户５００～１，０００元；（含１５日）□值班"
    assert len(shadow_of(text)) == len(text)
    assert "2024年11月1日-15日" in shadow_of(text)


def plans(text: str) -> tuple[PlanText, ...]:
    return plans_of(text.split("\n"), "文件")


def test_collections_are_split_and_what_stands_around_them_is_left_out() -> None:
    found = plans(
        "送温暖方案3篇\n2023-10-06 14:34:43某网\n分享\n以下是小编整理的范文，欢迎阅读。\n"
        "## 送温暖方案篇一\n甲段一。\n甲段二。\n### **送温暖方案篇二**\n乙段一。\n点击下载文档\n"
        "送温暖方案篇三\n丙段一。\n送温暖方案3篇相关文章：\n★ 别的方案\n"
    )
    assert [(plan.title, [one.text for one in plan.paragraphs]) for plan in found] == [
        ("送温暖方案篇一", ["甲段一。", "甲段二。"]),
        ("送温暖方案篇二", ["乙段一。"]),
        ("送温暖方案篇三", ["丙段一。"]),
    ]


@pytest.mark.parametrize("marks", [("方案一", "方案二"), ("防冻方案 1", "防冻方案 2"), ("【第1篇】", "【第2篇】")])
def test_ways_of_numbering_the_plans_of_a_file(marks: tuple[str, str]) -> None:
    found = plans(f"{marks[0]}\n甲。\n{marks[1]}\n乙。\n丙。")
    assert [plan.size for plan in found] == [1, 2]


def test_a_numbered_heading_inside_a_plan_does_not_split_it() -> None:
    (plan,) = plans("冬季工作方案\n一、工作措施\n做。\n二、保障措施\n再做。")
    assert (plan.title, plan.size) == ("冬季工作方案", 4)


def test_a_text_without_title_is_called_by_its_file() -> None:
    (plan,) = plans("每天巡查。")
    assert (plan.title, plan.size) == ("文件", 1)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("时间：2025-12-01 10:22", False),
        ("日期：2025年12月1日", False),
        ("发布时间：2025-12-01", False),
        ("时间：2025年12月1日至2026年2月28日", True),
        ("时间：2025.12.1—2026.2.28", True),
        ("时间：每周五下午", True),
    ],
)
def test_the_day_of_a_page_is_left_out_and_the_season_of_a_plan_kept(line: str, kept: bool) -> None:
    (plan,) = plans_of(["冬季巡查工作方案", line, "各村走访。"], "方案")
    assert (line in [one.text for one in plan.paragraphs]) is kept


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 通知公告",
        "打印 关闭",
        "【打印本页】 【关闭窗口】",
        "【字体：大 中 小】",
        "字号：[大 中 小]",
        "来源：市民政局 浏览次数：1203",
        "来源：某市民政局    发布日期：2025-11-01    浏览次数：1203    字号：[大 中 小]",
        "分享到：微信 微博",
        "索引号：000014349/2025-00001",
        "成文日期：2025年11月1日",
        "扫一扫在手机打开当前页",
    ],
)
def test_what_a_page_puts_around_a_plan_is_left_out(line: str) -> None:
    (plan,) = plans(f"{line}\n冬季巡查工作方案\n{line}\n各村走访，分享信息。\n{line}")
    assert [one.text for one in plan.paragraphs] == ["各村走访，分享信息。"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "big5"])
def test_text_without_a_mark_is_read_in_its_encoding(encoding: str) -> None:
    text = "冬季救助工作方案\n自十一月一日起，每日巡查不少於二次，重點做好夜間巡查。\n"
    (plan,) = read_document(text.encode(encoding), "x.txt").plans
    assert (plan.title, plan.paragraphs[0].text) == tuple(text.split())


def test_lines_broken_in_a_sentence_are_joined_and_keep_their_numbers() -> None:
    (plan,) = plans(
        "救助方案\n根据受灾困难家庭的情况，各村要认真地进行\n\n分类排队、因户施策。\n（一）严格程序\n"
        "2. 各村要严格按照规定的工作规程，通过民主的程序公开公平公正地确定冬春救\n助对象，公示不少于7天。"
    )
    assert [(one.number, one.last) for one in plan.paragraphs] == [(1, 2), (3, 3), (4, 5)]
    joined = plan.paragraphs[2]
    assert joined.text.endswith("确定冬春救助对象，公示不少于7天。")
    assert joined.number_at(joined.text.index("公示")) == 5
    assert plan.paragraph(5) is joined
    with pytest.raises(KeyError):
        plan.paragraph(6)


@pytest.mark.parametrize("mark", ["一、", "（二）", "1.", "1、", "⑴", "①", "(3)", "第一条 ", "一是", "第三章 ", "12．"])
def test_ways_of_numbering_begin_a_paragraph_of_their_own(mark: str) -> None:
    (plan,) = plans(f"救助方案\n这一行很长很长，它在句子的中间断开没有写完而下一行\n{mark}另起一段。")
    assert plan.size == len(plan.paragraphs) == 2
