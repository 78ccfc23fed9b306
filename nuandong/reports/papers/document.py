"""A report as a Word document (Office Open XML): A4, fonts by their office names, page numbers, a place for the seal.

Written by hand: title, lines, tables and passages are all there is, and no package is needed for that.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from nuandong.reports.papers.paper import Cell, Paper, Sheet

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TITLE, _BODY, _HEAD, _TABLE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
"""Fonts of official papers (GB/T 9704); where they are missing, Word falls back by the kind of font."""
_WIDTH: Final = 9070
"""Between the margins of A4, in twentieths of a point."""
_STAMP: Final = (2026, 1, 1, 0, 0, 0)
"""The same report gives the same file."""

_CONTENT_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/></Types>'
)
_RELS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'
)
_STYLES: Final = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{_BODY}"/>'
    '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


def document(paper: Paper) -> bytes:
    """The file."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELS),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELS),
            ("word/styles.xml", _STYLES),
            ("word/footer1.xml", _footer(paper.labels.page)),
            ("word/document.xml", _body(paper)),
        ):
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, _XML + text)
    return target.getvalue()


def _body(paper: Paper) -> str:
    parts = [_paragraph(paper.title, font=_TITLE, size=44, align="center", after=200)]
    parts += [_paragraph(words, font=_TABLE, size=21, after=0) for words in paper.above]
    for sheet in paper.sheets:
        parts.append(_paragraph(sheet.title, font=_HEAD, size=28, before=160, after=80, keep=True))
        parts.append(_table(paper, sheet))
    for title, text in paper.passages:
        parts.append(_paragraph(title, font=_HEAD, size=32, before=200, keep=True))
        parts += [_paragraph(line, size=32, indent=True) for line in text.split("\n")]
    for place, words in enumerate(paper.signatures):
        parts.append(_paragraph(words, size=28, before=480 if place == 0 else 240, align="right", keep=True))
    parts += [_paragraph(words, font=_TABLE, size=18, before=120, after=0) for words in paper.foot]
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1701" w:right="1418" w:bottom="1418" w:left="1418" w:header="851" w:footer="992" '
        'w:gutter="0"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(parts)}{section}</w:body></w:document>'


def _paragraph(
    words: str,
    *,
    font: str = _BODY,
    size: int,
    align: str = "left",
    before: int = 0,
    after: int = 0,
    indent: bool = False,
    keep: bool = False,
) -> str:
    """`size` in half points; `keep` holds it to what follows."""
    settings = "<w:keepNext/>" if keep else ""
    settings += f'<w:spacing w:before="{before}" w:after="{after}"/>'
    settings += '<w:ind w:firstLineChars="200"/>' if indent else ""
    return f'<w:p><w:pPr>{settings}<w:jc w:val="{align}"/></w:pPr>{_run(words, font, size)}</w:p>'


def _run(words: str, font: str, size: int) -> str:
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    text = escape(words)
    return (
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def _table(paper: Paper, sheet: Sheet) -> str:
    labels = paper.labels
    number = max(900, (_WIDTH - 5300) // max(1, len(sheet.heads)))
    first = (1300, _WIDTH - 1300 - 800 - number * len(sheet.heads), 800)
    widths = (*first, *[number] * len(sheet.heads))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = (labels.group, labels.item, labels.unit, *sheet.heads)
    rows = ["<w:tr><w:trPr><w:tblHeader/></w:trPr>" + "".join(_heads(heads, widths)) + "</w:tr>"]
    group = ""
    for line in sheet.lines:
        cells = [_cell(line.group if line.group != group else "", widths[0], merge=line.group == group, align="center")]
        cells.append(_cell(f"　{line.title}" if line.within else line.title, widths[1]))
        cells.append(_cell(line.unit, widths[2], align="center"))
        cells += [_cell(_words(one), width, align="right") for one, width in zip(line.cells, widths[3:], strict=True)]
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
        group = line.group
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _heads(words: Iterable[str], widths: Iterable[int]) -> Iterable[str]:
    return (_cell(one, width, font=_HEAD, align="center") for one, width in zip(words, widths, strict=True))


def _cell(words: str, width: int, *, font: str = _TABLE, align: str = "left", merge: bool | None = None) -> str:
    """`merge`: False begins a cell over several rows, True goes on with it."""
    span = "" if merge is None else "<w:vMerge/>" if merge else '<w:vMerge w:val="restart"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="{align}"/>'
        f"</w:pPr>{_run(words, font, 21)}</w:p></w:tc>"
    )


def _words(cell: Cell) -> str:
    if cell.number is None:
        return cell.words
    whole, rest = divmod(cell.number, 10**cell.decimals)
    return f"{whole:,}.{rest:0{cell.decimals}d}" if cell.decimals else f"{whole:,}"


def _footer(words: tuple[str, str, str]) -> str:
    before, between, after = (_run(one, _TABLE, 18) for one in words)
    number = _run("1", _TABLE, 18)
    page, pages = (f'<w:fldSimple w:instr="{name}">{number}</w:fldSimple>' for name in ("PAGE", "NUMPAGES"))
    return (
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"{before}{page}{between}{pages}{after}</w:p></w:ftr>"
    )
