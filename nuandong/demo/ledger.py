"""Ledgers of the demo: one village's is imported, the next one waits with its errors; visitors get one to practise."""

from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any, Final
from uuid import UUID

import xlsxwriter

from nuandong.demo.county import Town
from nuandong.demo.people import invented_name
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.plans.schema.plan import season_year
from nuandong.relief.actions.confirm_ledger import confirm_ledger
from nuandong.relief.actions.upload_ledger import upload_ledger
from nuandong.relief.forms.library import OFFICIAL, choices, forms
from nuandong.relief.working import work

HOUSEHOLDS: Final = 24
_FIRST_SERIAL: Final = 4_000_000
"""Far from the numbers of the demo's other people."""
_SPACE: Final = 1000


def practice_ledger(village: str, *, number: int, faulty: bool) -> bytes:
    """The official ledger of an invented village as one would send it: title, notes, totals; `faulty` with errors.

    `number` tells villages apart; the same number gives the same bytes.
    """
    rows = _households(village, number)
    if faulty:
        rows[3][1] = "5.22601E+17"
        rows[7][1] = rows[7][1][:17] + ("0" if rows[7][1][17] != "0" else "1")
        rows[11][6] = str(int(rows[11][4]) + 2)
        rows[15][3] = "困难"
        rows[19][1] = rows[2][1]
    return _book(village, rows)


def load_ledgers(by: Actor, county: list[Town], now: datetime) -> int:
    """Within the entered scope: one village's ledger taken over, another one checked; returns how many households,
    each with its head, were registered."""
    town = next((one for one in county if one.code == by.region), None)
    if town is None or len(town.villages) < 2:
        return 0
    homes = 0
    for number, (code, name) in enumerate(town.villages[:2]):
        if number == 0:
            homes += take_ledger(by, now, code, name, number)
        else:
            data = practice_ledger(name, number=number, faulty=True)
            work(_uploaded(by, now, code, f"{name}冬春救助台账.xlsx", data), now, by=by)
    return homes


def take_ledger(by: Actor, now: datetime, village: int, name: str, number: int) -> int:
    """A village's ledger taken over; returns how many households it registered."""
    ledger = _uploaded(by, now, village, f"{name}冬春救助台账.xlsx", practice_ledger(name, number=number, faulty=False))
    row = confirm_ledger(by=by, now=now, ledger=ledger, found=_found(ledger, by, now))
    return work(row.id, now, by=by).homes


def heads_in(village: str, number: int) -> list[tuple[str, str]]:
    """Name and identity number of every head in a village's ledger."""
    return [(row[0], row[1]) for row in _households(village, number)]


def _households(village: str, number: int) -> list[list[str]]:
    draw = Random(f"ledger/{number}")
    return [_household(draw, village, number * _SPACE + place) for place in range(HOUSEHOLDS)]


def _uploaded(by: Actor, now: datetime, region: int, name: str, data: bytes) -> UUID:
    season = season_year(local_date(now))
    return upload_ledger(by=by, now=now, region=region, season=season, form=OFFICIAL, name=name, data=data).id


def _found(ledger: UUID, by: Actor, now: datetime) -> str:
    return work(ledger, now, by=by).found


def _household(draw: Random, village: str, serial: int) -> list[str]:
    sex = draw.choice((Sex.MALE, Sex.FEMALE))
    birth = date(1948, 1, 1) + timedelta(days=draw.randrange(16_000))
    size = draw.choice((1, 2, 2, 3, 3, 4, 5))
    kinds = [one.title for one in choices("household_types").values()]
    return [
        invented_name(draw, sex.value),
        demo_id_number(birth, sex, serial=_FIRST_SERIAL + serial),
        f"199{draw.randrange(10**8):08d}",
        draw.choice(kinds),
        str(size),
        f"{village}{draw.randint(1, 9)}组",
        str(draw.randint(1, size)),
        "",
        "",
        "一卡通",
    ]


def _book(village: str, rows: list[list[str]]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # A fixed day of making: the same demo is the same bytes.
    book.set_properties({"created": datetime(2026, 11, 1)})  # noqa: DTZ001  the library takes days without a zone
    page = book.add_worksheet(village[:31])
    cell = book.add_format({"border": 1, "align": "center", "font_name": "宋体"})
    head: dict[str, Any] = {"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"}
    form = forms()[OFFICIAL]
    last = len(form.written) - 1
    page.set_column(0, last, 14)
    page.set_column(1, 1, 22)
    page.merge_range(0, 0, 0, last, form.title, book.add_format(head))
    page.write(1, 0, f"填报单位：{village}")
    page.write_row(2, 0, [one.title for one in form.written], cell)
    for number, row in enumerate(rows, start=3):
        for place, words in enumerate(row):
            if place in {4, 6} and words:
                page.write_number(number, place, int(words), cell)
            else:
                page.write_string(number, place, words, cell)
    end = 3 + len(rows)
    page.write_row(end, 0, ["合计", "", "", "", sum(int(row[4]) for row in rows)], cell)
    page.write_row(end + 1, 0, ["单位负责人：", "", "统计负责人：", "", "填表人：", "", "报出日期："])
    book.close()
    return target.getvalue()
