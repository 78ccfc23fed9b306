"""The converter itself, run in a child process with limits; it imports nothing of Django and nothing from the net."""

from pathlib import Path
from typing import Final, Literal

import typst

LAYOUT: Final = Path(__file__).with_name("layout")
FONTS: Final = Path(__file__).with_name("fonts")
_NOWHERE: Final = str(LAYOUT / "packages")
"""No packages: what a layout needs lies beside it."""
SHIPPED: Final = "Noto Serif SC"
"""The typeface that stands in for those of official papers where they are not installed."""
OFFICIAL: Final = {
    "仿宋": ("FangSong_GB2312", "FangSong", "STFangsong"),
    "黑体": ("SimHei", "STHeiti"),
    "小标宋": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "宋体": ("SimSun", "NSimSun"),
}
"""Typefaces of official papers (GB/T 9704) and the names they are installed under, as the layouts ask for them."""
_DOTS: Final = 200.0
"""For each inch of a picture."""


def typefaces(folder: Path = FONTS) -> frozenset[str]:
    """Every typeface the converter finds: installed on the machine, or shipped in a folder."""
    return frozenset(_fonts(folder).families())


def compiled(layout: str, data: str, form: Literal["pdf", "png"], tagged: bool) -> list[bytes]:
    """A layout filled with data (JSON): one PDF, or one picture for each page.

    The layout sees nothing but its own folder, and reads the data as values, so that no word of it is markup. The same
    data gives the same bytes, as long as the same typefaces are installed. Tags tell a screen reader
    what is a table; of thousands of rows they are twenty times the file.
    """
    compiler = typst.Compiler(
        str(LAYOUT / f"{layout}.typ"),
        root=str(LAYOUT),
        font_paths=_fonts(FONTS),
        sys_inputs={"data": data},
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    made = compiler.compile(format=form, ppi=_DOTS, timestamp=0, pdf_tags=tagged)
    return made if isinstance(made, list) else [made or b""]


def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(folder)])
