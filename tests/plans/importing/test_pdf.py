"""PDF files: text with tables of characters, in object streams, over lines and pages; hostile ones refused."""

import zlib

import pytest

from nuandong.kernel.errors import Invalid
from nuandong.plans.importing.characters import repaired
from nuandong.plans.importing.extracting import extract
from nuandong.plans.importing.pdf_objects import File, Reader
from nuandong.plans.importing.reading import read_document

LINES = [
    "救助工作方案",
    "　　自11月1日起，每周开展街面巡查不少于2次，重点做好夜间巡",
    "查。",
    "　　每月5日前报送月报。",
]


def pdf(lines: list[str], *, packed: bool = True, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A page with these lines in a font whose glyphs are numbered from 1; an ideographic space indents."""
    glyphs = {char: number for number, char in enumerate(sorted({char for line in lines for char in line}), start=1)}
    pairs = "".join(f"<{number:04x}> <{ord(char):04x}>\n" for char, number in glyphs.items())
    cmap = f"begincmap {len(glyphs)} beginbfchar\n{pairs}endbfchar endcmap".encode()
    shown = b"BT /F1 16 Tf\n"
    for index, line in enumerate(lines):
        start = 40 + 16 * (len(line) - len(line.lstrip("　")))
        codes = "".join(f"{glyphs[char]:04x}" for char in line.strip("　"))
        shown += f"1 0 0 1 {start} {700 - 24 * index} Tm <{codes}> Tj\n".encode()
    shown += b"ET"

    def stream(data: bytes) -> bytes:
        body = zlib.compress(data) if packed else data
        filters = b"/Filter /FlateDecode " if packed else b""
        return b"<< " + filters + b"/Length %d >>\nstream\n" % len(body) + body + b"\nendstream"

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        stream(shown),
        b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R >>",
        stream(cmap),
    ]
    body = b"".join(b"%d 0 obj\n" % number + one + b"\nendobj\n" for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + extra + b"trailer << /Root 1 0 R " + trailer + b">>\n%%EOF"


@pytest.mark.parametrize("packed", [True, False])
def test_lines_that_fill_the_width_go_on_unless_the_next_is_indented(packed: bool) -> None:
    (plan,) = read_document(pdf(LINES, packed=packed), "方案.pdf").plans
    assert plan.title == "救助工作方案"
    assert [one.text for one in plan.paragraphs] == [
        "自11月1日起，每周开展街面巡查不少于2次，重点做好夜间巡查。",
        "每月5日前报送月报。",
    ]


def test_objects_in_object_streams_are_found() -> None:
    inner = b"9 0 << /Type /Pages /Kids [3 0 R] >>"
    packed = zlib.compress(inner)
    data = b"8 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    file = File.read(b"%PDF-1.7\n" + data + packed + b"\nendstream endobj")
    assert file.objects[9]["Type"] == "Pages"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (rb"(a\)b\050\\)", rb"a)b(\ "[:-1]),
        (b"<41 4>", b"A@"),
        (b"/A#20B", "A B"),
        (b"[1 -2.5 (x)]", [1, -2.5, b"x"]),
        (b"<< /A << /B 1 >> >>", {"A": {"B": 1}}),
        (b"% remark\n 7", 7),
        (b"", None),
    ],
)
def test_values(text: bytes, value: object) -> None:
    assert Reader(text).value() == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "plans.document_no_text"),
        (pdf([]), "plans.document_no_text"),
        (pdf(LINES, trailer=b"/Encrypt 7 0 R "), "plans.document_no_text"),
        (b"%PDF-1.7\n1 0 obj " + b"[" * 5000, "plans.document_unreadable"),
        (pdf(LINES)[:400], "plans.document_no_text"),
    ],
)
def test_what_has_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_document(data, "x.pdf")
    assert error.value.code == code


def test_a_tree_of_pages_that_bites_its_tail_ends() -> None:
    data = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] >> endobj"
    assert extract(data).refusal == "document_no_text"


def test_glyphs_named_by_their_radical_are_characters() -> None:
    assert repaired("⼀、⽉底前向县⺠政局报送") == "一、月底前向县民政局报送"
