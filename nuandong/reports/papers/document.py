"""A report as a Word document: A4, fonts by their office names, page numbers, charts, a place for the seal."""

from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from nuandong.reports.papers.paper import Paper, RedHead, Sheet
from nuandong.reports.papers.typesetting import pictures

_TITLE, _BODY, _HEAD, _TABLE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
"""Fonts of official papers (GB/T 9704); where they are missing, Word falls back by the kind of font."""
_LEFT, _CENTRE, _RIGHT = WD_PARAGRAPH_ALIGNMENT.LEFT, WD_PARAGRAPH_ALIGNMENT.CENTER, WD_PARAGRAPH_ALIGNMENT.RIGHT
_RED: Final = RGBColor(0xC7, 0x00, 0x0B)
_WIDE: Final = Cm(16)
_ACROSS: Final = Cm(24.7)
"""What margins leave of a page that stands, and of one that lies."""
_STAMP: Final = (2026, 1, 1, 0, 0, 0)
"""The same report gives the same file."""


def document(paper: Paper) -> bytes:
    """The file. Raises NotNow when its charts cannot be drawn."""
    made = Document()
    _page(made, paper)
    if paper.red_head:
        _red_head(made, paper.red_head)
    _words(made.add_paragraph(), paper.title, font=_TITLE, size=22, align=_CENTRE, after=10)
    for words in paper.above:
        _words(made.add_paragraph(), words, font=_TABLE, size=10.5)
    for sheet in paper.sheets:
        _turn(made, wide=sheet.wide)
        _words(made.add_paragraph(), sheet.title, font=_HEAD, size=14, before=8, after=4, keep=True)
        _table(made, paper, sheet)
        if sheet.note:
            _words(made.add_paragraph(), sheet.note, font=_TABLE, size=10.5, before=4)
    _turn(made, wide=False)
    for drawing, picture in zip(paper.drawings, pictures(paper.drawings), strict=True):
        drawn = made.add_paragraph()
        drawn.alignment = _CENTRE
        shape = drawn.add_run().add_picture(BytesIO(picture), width=_WIDE)
        # What a reader who cannot see the picture is told.
        shape._inline.docPr.set("descr", drawing.title)
    for title, text in paper.passages:
        _words(made.add_paragraph(), title, font=_HEAD, size=16, before=10, keep=True)
        for line in text.split("\n"):
            _words(made.add_paragraph(), line, size=16, indent=True)
    for place, words in enumerate(paper.signatures):
        _words(made.add_paragraph(), words, size=14, before=24 if place == 0 else 12, align=_RIGHT, keep=True)
    for words in paper.foot:
        _words(made.add_paragraph(), words, font=_TABLE, size=9, before=6)
    target = BytesIO()
    made.save(target)
    return _same_again(target.getvalue())


def _page(made: Any, paper: Paper) -> None:
    made.styles["Normal"].font.size = Pt(14)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.5)
    section.left_margin = section.right_margin = Cm(2.5)
    made.core_properties.title = paper.title
    made.core_properties.author = ""
    footer = section.footer.paragraphs[0]
    before, between, after = paper.labels.page
    footer.alignment = _CENTRE
    for part in (before, "PAGE", between, "NUMPAGES", after):
        _field(footer, part) if part in {"PAGE", "NUMPAGES"} else _run(footer, part, _TABLE, 9)
    if paper.stamp:
        _words(section.footer.add_paragraph(), paper.stamp, font=_TABLE, size=7, align=_CENTRE)


def _turn(made: Any, *, wide: bool) -> None:
    """Go on on pages that lie across or stand upright; nothing where they do already."""
    last = made.sections[-1]
    if (last.page_width > last.page_height) is wide:
        return
    section = made.add_section()
    section.page_width, section.page_height = last.page_height, last.page_width
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT


def _red_head(made: Any, head: RedHead) -> None:
    _words(made.add_paragraph(), head.words, font=_TITLE, size=min(38, 440 // max(1, len(head.words))), align=_CENTRE)
    made.paragraphs[-1].runs[0].font.color.rgb = _RED
    if head.number:
        _words(made.add_paragraph(), head.number, size=14, align=_CENTRE, after=6)
    line = made.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(_WIDE, 2)
    _words(line, f"{head.issuer}\t{head.day}", size=12, after=14)
    rule = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", str(_RED))):
        bottom.set(qn(f"w:{name}"), value)
    rule.append(bottom)
    line._p.get_or_add_pPr().insert_element_before(rule, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _table(made: Any, paper: Paper, sheet: Sheet) -> None:
    page = _ACROSS if sheet.wide else _WIDE
    number = min(Cm(2.3), Cm(17 if sheet.wide else 8.4) // max(1, len(sheet.heads)))
    first = (Cm(2.2), Length(page - Cm(3.6) - number * len(sheet.heads)), Cm(1.4))
    widths = [*first, *[Length(number)] * len(sheet.heads)]
    heads = (paper.labels.group, paper.labels.item, paper.labels.unit, *sheet.heads)
    table = made.add_table(rows=1 + len(sheet.lines), cols=len(heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _repeat(table)
    # One pass over the cells: asking the table for one cell at a time walks all of them every time.
    cells = [list(row.cells) for row in table.rows]
    for cell, words in zip(cells[0], heads, strict=True):
        _fill(cell, words, align=_CENTRE, font=_HEAD)
    start = 1
    for at, line in enumerate(sheet.lines, start=1):
        _fill(cells[at][1], f"　{line.title}" if line.within else line.title)
        _fill(cells[at][2], line.unit, align=_CENTRE)
        for cell, value in zip(cells[at][3:], line.cells, strict=True):
            _fill(cell, value.text, align=_RIGHT)
        if at == len(sheet.lines) or sheet.lines[at].group != line.group:
            merged = cells[start][0].merge(cells[at][0]) if at > start else cells[start][0]
            _fill(merged, line.group, align=_CENTRE)
            start = at + 1
    for row in cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width


def _repeat(table: Table) -> None:
    """The heads stand on every page, and no line is torn apart by its end."""
    for place, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader" if place == 0 else "w:cantSplit"))


def _fill(cell: _Cell, words: str, *, align: WD_PARAGRAPH_ALIGNMENT = _LEFT, font: str = _TABLE) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for more in cell.paragraphs[1:]:
        more._p.getparent().remove(more._p)
    _words(cell.paragraphs[0], words, font=font, size=10.5, align=align, before=1, after=1)
    cell.paragraphs[0].paragraph_format.line_spacing = 1


def _words(
    paragraph: Paragraph,
    words: str,
    *,
    font: str = _BODY,
    size: float,
    align: WD_PARAGRAPH_ALIGNMENT = _LEFT,
    before: float = 0,
    after: float = 0,
    indent: bool = False,
    keep: bool = False,
) -> None:
    """`size`, `before` and `after` in points; `keep` holds it to what follows."""
    paragraph.alignment = align
    style = paragraph.paragraph_format
    style.space_before, style.space_after, style.keep_with_next = Pt(before), Pt(after), keep or None
    if indent:
        style.first_line_indent = Pt(2 * size)
    _run(paragraph, words, font, size)


def _run(paragraph: Paragraph, words: str, font: str, size: float) -> Any:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(_run(paragraph, "1", _TABLE, 9)._r)
    paragraph._p.append(field)


def _same_again(data: bytes) -> bytes:
    """The same file without the moment it was packed."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return target.getvalue()
