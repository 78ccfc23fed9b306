"""The demo's dealings with a national system: one number recorded, one export compared, two differences decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

import xlsxwriter

from nuandong.demo.county import COUNTY
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.reports.actions.compare_export import compare_export
from nuandong.reports.actions.decide_difference import decide_difference
from nuandong.reports.actions.record_serial import record_serial
from nuandong.reports.actions.upload_export import upload_export
from nuandong.reports.kinds import Decision, Kind
from nuandong.reports.national import exports
from nuandong.reports.national.cases import cases
from nuandong.reports.national.library import system_of

_SYSTEM: Final = "rescue"
_BACK: Final = timedelta(days=60)
_HEADINGS: Final = ("序号", "系统编号", "受助人姓名", "性别", "求助时间")


def load_comparison(by: Actor, now: datetime) -> None:
    """Within the entered scope; does nothing while nobody has been taken in."""
    today = local_date(now)
    since = today - _BACK
    system = system_of(_SYSTEM)
    found = cases(system, by=by, region=COUNTY, since=since, until=today, limit=2)
    if not found:
        return
    rows = []
    for place, one in enumerate(found, start=1):
        serial = f"JZ{today:%Y%m}{place:04d}"
        record_serial(by=by, now=now, system=_SYSTEM, case=one.id, serial=serial)
        # The day is written the way that system writes it; the first row has another sex than ours.
        sex = ("女" if one.values["sex"] == "男" else "男") if place == 1 else one.values["sex"]
        rows.append((str(place), serial, "", sex, one.values["arrived_at"].replace("-", "/")))
    rows.append((str(len(rows) + 1), f"JZ{today:%Y%m}0900", "演示甲", "男", f"{today:%Y/%m/%d}"))
    rows.append((str(len(rows) + 1), "", "", "男", f"{today:%Y/%m/%d}"))
    row = upload_export(by=by, now=now, system=_SYSTEM, region=COUNTY, since=since, until=today, data=_export(rows))
    chosen = {place: code for place, code in row.columns.items() if code != "name"}
    compare_export(by=by, now=now, export=row.id, columns=chosen)
    there = exports.differences(row, kind=Kind.THERE, limit=1)
    if there:
        decide_difference(by=by, now=now, difference=there[0].id, decision=Decision.NOTED)
    differs = exports.differences(row, kind=Kind.DIFFERS, limit=1)
    if differs:
        decide_difference(by=by, now=now, difference=differs[0].id, decision=Decision.THEIRS)


def _export(rows: Sequence[tuple[str, ...]]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 1)})  # noqa: DTZ001  the library takes days without a zone
    page = book.add_worksheet("导出")
    for number, cells in enumerate((_HEADINGS, *rows)):
        for place, words in enumerate(cells):
            page.write_string(number, place, words)
    book.close()
    return target.getvalue()
