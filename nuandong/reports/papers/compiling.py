"""The converter itself, run in a child process with limits; it imports nothing of Django and nothing from the net."""

from pathlib import Path
from typing import Final, Literal

import typst

LAYOUT: Final = Path(__file__).with_name("layout")
FONTS: Final = Path(__file__).with_name("fonts")
_NOWHERE: Final = str(LAYOUT / "packages")
"""No packages: what a layout needs lies beside it."""
_DOTS: Final = 200.0
"""For each inch of a picture."""


def compiled(layout: str, data: str, form: Literal["pdf", "png"], tagged: bool) -> list[bytes]:
    """A layout filled with data (JSON): one PDF, or one picture for each page.

    The layout sees nothing but its own folder, and reads the data as values, so that no word of it is markup. The same
    data gives the same bytes, as long as the same typefaces are installed. Tags tell a screen reader
    what is a table; of thousands of rows they are twenty times the file.
    """
    compiler = typst.Compiler(
        str(LAYOUT / f"{layout}.typ"),
        root=str(LAYOUT),
        font_paths=typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"data": data},
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    made = compiler.compile(format=form, ppi=_DOTS, timestamp=0, pdf_tags=tagged)
    return made if isinstance(made, list) else [made or b""]
