"""A tiny demo: few households, two nights, divisions of its own, so that nothing has to be fetched."""

from datetime import datetime
from pathlib import Path

from nuandong.demo.county import COUNTY
from nuandong.demo.load import Loaded, load
from nuandong.demo.size import Size
from tests.cast import NOW

TINY = Size(households=12, places=10, nights=3, clues_a_night=3, stays=8, beds=24, crews=3)
_TOWNS = ("甲街道", "乙街道", "丙镇", "丁乡", "戊镇")


def divisions(folder: Path) -> Path:
    """A list of the demo's county and its neighbour with invented townships and villages."""
    rows = [
        "代码,名称,上级代码,生效日期",
        "520000000000,贵州省,,2000-01-01",
        "520100000000,贵阳市,520000000000,2000-01-01",
    ]
    for county, name in ((COUNTY, "开阳县"), (COUNTY + 10**6, "息烽县")):
        rows.append(f"{county},{name},520100000000,2000-01-01")
        for number, town in enumerate(_TOWNS, start=1):
            code = county + number * 1000
            rows.append(f"{code},{town},{county},2000-01-01")
            rows += [f"{code + place},{town}{place}村,{code},2000-01-01" for place in (1, 2)]
    path = folder / "divisions.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def load_tiny(folder: Path, as_of: datetime = NOW) -> Loaded:
    return load(TINY, as_of=as_of, divisions=divisions(folder))
