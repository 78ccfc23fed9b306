"""PDF files: lines by place, over pages and columns, rows of tables, edges left out; scans and hostile ones refused."""

import zlib
from pathlib import Path

import pytest
import typst
from PIL import Image

from nuandong.kernel.errors import Invalid
from nuandong.machine.limited import run_limited
from nuandong.plans.importing.characters import repaired
from nuandong.plans.importing.extracting import extract
from nuandong.plans.importing.finding import find
from nuandong.plans.importing.kept import decided, packed, unpacked
from nuandong.plans.importing.reading import read_document
from nuandong.reports.papers.compiling import FONTS

SENTENCE = "各救助管理机构每日开展街面巡查不少于2次，重点巡查车站、桥梁涵洞、公园等区域，接到求助线索后，30分钟内到达现场，劝导救助。"
LINES = [
    "救助工作方案",
    "　　自11月1日起，每周开展街面巡查不少于2次，重点做好夜间巡",
    "查。",
    "　　每月5日前报送月报。",
]


def printed(folder: Path, text: str, page: str = "") -> tuple[str, ...]:
    """The lines of a paper set in Chinese type."""
    return extract(paper(folder, text, page)).lines


def paper(folder: Path, text: str, page: str = "") -> bytes:
    source = folder / "paper.typ"
    head = f"#set page(paper: 'a4', {page})\n#set text(font: 'Noto Serif SC', size: 14pt, lang: 'zh')\n".replace(
        "'", '"'
    )
    source.write_text(f"{head}#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n{text}")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    data = typst.Compiler(str(source), font_paths=fonts).compile()
    assert isinstance(data, bytes)
    return data


def test_paragraphs_go_on_over_lines_and_pages_and_edges_are_left_out(tmp_path: Path) -> None:
    title = "#align(center, text(size: 22pt)[某县民政局关于印发\\ 寒冬送温暖救助方案的通知])\n\n"
    body = "\n\n".join(["一、总体要求", *[SENTENCE] * 20, "每月5日前报送月报。"])
    lines = printed(tmp_path, title + body, "numbering: '— 1 —', header: [某县民政局文件]")
    assert lines == (
        "某县民政局关于印发寒冬送温暖救助方案的通知",
        "一、总体要求",
        *[SENTENCE] * 20,
        "每月5日前报送月报。",
    )


def test_rows_of_a_table_are_lines_in_their_place(tmp_path: Path) -> None:
    cells = "[类别], [标准], [备注], [分散供养], [每户800元], [一次发放，由乡镇打卡到户，不得截留], [集中], [600元], []"
    table = f"（二）补助标准\n\n#table(columns: 3, {cells})\n\n{SENTENCE}"
    assert printed(tmp_path, table, "numbering: '第1页'") == (
        "（二）补助标准",
        "类别 | 标准 | 备注",
        "分散供养 | 每户800元 | 一次发放，由乡镇打卡到户，不得截留",
        "集中 | 600元",
        SENTENCE,
    )


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    Image.new("L", (60, 80), 128).save(tmp_path / "scan.png")
    scan = '#pagebreak() #image("scan.png", width: 100%, height: 90%)'
    data = paper(tmp_path, f"救助工作方案\n\n{SENTENCE}\n\n{scan} #pagebreak() {SENTENCE}\n\n{scan}", "numbering: '1'")
    document = read_document(data, "方案.pdf")
    assert document.unread == (2, 4)
    (found,) = find(document)
    assert found.as_json()["pages_not_read"] == [2, 4]
    assert unpacked(packed(found)).unread == (2, 4)
    assert decided(unpacked(packed(found)), {"0": "drop"}).unread == (2, 4)


def test_an_empty_page_is_nothing_unread(tmp_path: Path) -> None:
    data = paper(
        tmp_path, f"救助工作方案\n\n{SENTENCE}\n\n#pagebreak(weak: false)\n\n#pagebreak(weak: false)\n{SENTENCE}"
    )
    assert read_document(data, "方案.pdf").unread == ()


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    lines = printed(tmp_path, "\n\n".join(["一、总体要求", *[SENTENCE] * 7]), "columns: 2, numbering: '1/1'")
    assert lines == ("一、总体要求", *[SENTENCE] * 7)


def test_what_stands_beside_one_another_is_no_column(tmp_path: Path) -> None:
    text = "#grid(columns: 2, gutter: 8em, [联系人：某某], [电话：另告])\n\n" + SENTENCE
    assert printed(tmp_path, text) == ("联系人：某某 电话：另告", SENTENCE)


def pdf(lines: list[str], *, extra: bytes = b"", trailer: bytes = b"", content: bytes | None = None) -> bytes:
    """A page with these lines in a font whose glyphs are numbered from 1; an ideographic space indents."""
    glyphs = {char: number for number, char in enumerate(sorted({char for line in lines for char in line}), start=1)}
    pairs = "".join(f"<{number:04x}> <{ord(char):04x}>\n" for char, number in glyphs.items())
    space = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"{space} {len(glyphs)} beginbfchar\n{pairs}endbfchar endcmap".encode()
    shown = b"BT /F1 16 Tf\n"
    for index, line in enumerate(lines):
        start = 40 + 16 * (len(line) - len(line.lstrip("　")))
        codes = "".join(f"{glyphs[char]:04x}" for char in line.strip("　"))
        shown += f"1 0 0 1 {start} {700 - 24 * index} Tm <{codes}> Tj\n".encode()
    shown += b"ET"

    def stream(data: bytes) -> bytes:
        body = zlib.compress(data)
        return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 595 842] >>",
        content or stream(shown),
        b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>",
        stream(cmap),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000 /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /A"
        b" /FontBBox [0 0 1000 1000] /Ascent 880 /Descent -120 >> >>",
    ]
    body = b"".join(b"%d 0 obj\n" % number + one + b"\nendobj\n" for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + extra + b"trailer << /Root 1 0 R " + trailer + b">>\n%%EOF"


def test_a_file_without_its_table_of_places_is_read_all_the_same() -> None:
    (plan,) = read_document(pdf(LINES), "方案.pdf").plans
    assert plan.title == "救助工作方案"
    assert [one.text for one in plan.paragraphs] == [
        "自11月1日起，每周开展街面巡查不少于2次，重点做好夜间巡查。",
        "每月5日前报送月报。",
    ]


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >> /ID [(aa) (aa)] " % (b"o" * 32, b"u" * 32)
CIRCLE = b"2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] >> endobj "


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "plans.document_unreadable"),
        (pdf([]), "plans.document_no_text"),
        (pdf(LINES, trailer=LOCK), "plans.document_locked"),
        (b"%PDF-1.7\n1 0 obj " + b"[" * 5000, "plans.document_unreadable"),
        (b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj " + CIRCLE, "plans.document_unreadable"),
    ],
)
def test_what_has_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_document(data, "x.pdf")
    assert error.value.code == code


def test_a_file_that_unpacks_to_too_much_is_given_up() -> None:
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(bytes(1 << 24)) for _part in range(16)) + packer.flush()
    bomb = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"
    found = run_limited(extract, pdf(LINES, content=bomb), memory_mb=256, cpu_seconds=5, wall_seconds=10)
    assert found.refusal == "document_unreadable"


def test_glyphs_named_by_their_radical_are_characters() -> None:
    assert repaired("⼀、⽉底前向县⺠政局报送") == "一、月底前向县民政局报送"
