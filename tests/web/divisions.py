"""A county with two townships of two villages each, for pages that let people choose a division."""

from datetime import date

from nuandong.geo.codes import level_of, parent
from nuandong.geo.models import Division
from nuandong.geo.names import initials_of, pinyin_of
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B

NAMES = {
    COUNTY: "南明区",
    TOWNSHIP_A: "新华路街道",
    VILLAGE_A: "甲村",
    VILLAGE_A + 1: "丙村",
    TOWNSHIP_B: "西湖路街道",
    VILLAGE_B: "乙村",
}


def divisions() -> None:
    now = SystemClock().now()
    Division.objects.bulk_create(
        Division(
            id=new_id(now),
            code=code,
            level=level_of(code),
            name=name,
            parent=parent(code) if code != COUNTY else None,
            valid_from=date(1949, 10, 1),
            pinyin=pinyin_of(name),
            initials=initials_of(name),
            recorded_at=now,
        )
        for code, name in NAMES.items()
    )
