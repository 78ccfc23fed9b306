"""The national systems of this installation: read once, checked whole."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from nuandong.kernel import reference
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.national.shape import System

FOLDER: Final = reference.LIBRARY / "national"


@lru_cache(maxsize=1)
def systems() -> Mapping[str, System]:
    """Every system by its code; a county's own file stands in for ours of the same name. Raises Invalid."""
    found = {}
    for path in reference.listed(FOLDER, "*.yaml"):
        read = reference.read(path, System)
        if read.system != path.stem:
            raise reference.broken(path, f"system: {read.system}")
        found[read.system] = read
    return found


def system_of(code: str) -> System:
    """One system. Raises NotFound."""
    found = systems().get(code)
    if found is None:
        raise NotFound("reports.no_system", _("没有这个系统的抄录单。"), _("请从列表中选择。"))
    return found
