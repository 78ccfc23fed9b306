"""A weekly report of a county's own in which publicity and incidents are entered by hand, as no report of ours has."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nuandong.kernel import reference
from nuandong.reports.library import all_definitions

_ROWS = """          - {code: publicity, title: 宣传报道, unit: 篇, manual: true}
          - {code: incidents, title: 突发事件, unit: 起, manual: true, note: 没有发生填 0。}
"""


@contextmanager
def weekly_by_hand(folder: Path) -> Iterator[None]:
    """It stands in for ours until left."""
    ours = (reference.LIBRARY / "reports" / "weekly.yaml").read_text(encoding="utf-8")
    text, changed = re.subn(r" +- \{code: publicity_times.*?(?=breakdowns:)", _ROWS, ours, flags=re.DOTALL)
    text, without = re.subn(r".*parts: \[publicity\].*\n", "", text)
    assert (changed, without) == (1, 1)
    (folder / "reports").mkdir()
    (folder / "reports" / "weekly.yaml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "_local", [folder])
        all_definitions.cache_clear()
        try:
            yield
        finally:
            all_definitions.cache_clear()
