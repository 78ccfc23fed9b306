"""Layouts of banks by code, read once; a county adds its own bank's by a file of its own."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from nuandong.kernel import reference
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.reasons import REASONS
from nuandong.relief.bank.shape import Layout

FOLDER: Final = reference.LIBRARY / "bank"


@cache
def layouts() -> Mapping[str, Layout]:
    """Every layout by code. Raises Invalid for a file that is not one."""
    found = {}
    for path in reference.listed(FOLDER, "*.yaml"):
        layout = reference.read(path, Layout)
        if layout.layout != path.stem:
            raise reference.broken(path, layout.layout)
        if unknown := sorted(set(layout.answer.reasons.values()) - set(REASONS)):
            raise reference.broken(path, "、".join(unknown))
        found[layout.layout] = layout
    return found


def layout_named(code: str) -> Layout:
    """One of the library. Raises NotFound."""
    found = layouts().get(code)
    if found is None:
        raise NotFound(
            "relief.no_layout",
            _("没有银行文件格式“%(given)s”。"),
            _("可选：%(known)s。"),
            field="layout",
            given=code[:40],
            known="、".join(layouts()),
        )
    return found
