"""Ledgers as villages make them: invented households, written the way people write them."""

import io
from datetime import date, timedelta

import xlsxwriter

from nuandong.kernel.idcard import Sex, demo_id_number

TITLES = (
    "户主姓名", "户主身份证号", "户主联系方式", "家庭类型", "家庭人口", "家庭住址", "需救助人口", "已发放救助款",
    "已发放救助物资折款", "救助资金发放形式",
)  # fmt: skip
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"


def number(serial: int) -> str:
    """An invented identity number."""
    day = date(1950, 1, 1) + timedelta(days=serial * 7 % 20_000)
    return demo_id_number(day, Sex.MALE if serial % 2 else Sex.FEMALE, serial=serial)


def household(serial: int, **changed: object) -> list[object]:
    """One row of the official ledger; `changed` by title."""
    name = SURNAMES[serial % 10] + GIVEN[serial // 10 % 10] + GIVEN[serial // 100 % 10]
    row: dict[str, object] = dict(
        zip(
            TITLES,
            [name, number(serial), f"139{serial:08d}", ("低保户", "一般户", "边缘户")[serial % 3], 2 + serial % 4,
             f"甲县甲镇甲村{serial % 9 + 1}组", 1 + serial % 2, "", "", "一卡通"],
            strict=True,
        )
    )  # fmt: skip
    row |= changed
    return list(row.values())


def book(rows: "list[list[object]]", *, titles: "tuple[str, ...]" = TITLES, dressed: bool = False) -> bytes:
    """A workbook of one sheet; `dressed` as the official form, with what stands above and below."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    sheet = made.add_worksheet("甲村")
    at = 0
    if dressed:
        sheet.merge_range(0, 0, 0, len(titles) - 1, "受灾人员冬春生活政府救助人口一览表")
        sheet.write(1, 0, "填报单位：甲县甲镇甲村")
        at = 2
    sheet.write_row(at, 0, titles)
    for line, row in enumerate(rows, start=at + 1):
        for column, cell in enumerate(row):
            write = sheet.write_string if isinstance(cell, str) else sheet.write
            write(line, column, cell)
    if dressed:
        below = at + 1 + len(rows)
        sheet.write_row(below, 0, ["合计", "", "", "", sum(int(str(row[4])) for row in rows)])
        sheet.write_row(below + 1, 0, ["单位负责人：", "", "填表人：", "", "报出日期："])
    made.close()
    return target.getvalue()
