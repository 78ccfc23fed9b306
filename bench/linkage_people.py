"""An invented county for the linkage: households, and the same people once more as another ledger has them.

Everything is drawn from a seed. Identity numbers begin with 99, so that nobody's own can come out. `entity` tells who a
record is about; the linkage never sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

import pyarrow as pa
from opencc import OpenCC

from nuandong.kernel.idcard import complete

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
    "姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧单"
)
GIVEN: Final = (
    "英华明秀玉兰国建文平春红军金志芳丽桂永德海云林荣伟强珍小梅凤生成美东新光祥福燕敏清学霞忠勇山庆义莲仁娟艳"
    "波宏雪飞俊涛杰辉峰静磊超浩鹏斌婷洁颖琳玲萍芬琴香菊翠淑素惠慧月娥琼瑶琪欣怡佳宇轩涵梓晨泽睿博子雨思梦诗"
    "淇祺炜玮纬晖晴睛倩清青蓉容榕莹盈营瑛映培沛佩家嘉佶健剑鉴全权泉良亮梁阳洋扬杨振震镇征正政胜盛圣升昌长常"
    "富贵财发旺兴隆根土水火木树松柏石川江河湖田满堂保安宁康乐喜来有余守信孝廉耕先启元亨利贞大中少老冬秋夏"
)
_SOUNDS: Final = (
    "英瑛莹盈 华桦骅 明鸣铭 秀绣琇 玉育裕 国帼 建健剑鉴 文雯纹 平萍苹 春椿 红宏洪鸿 军君均俊 志治智致 丽莉利立 桂贵"
    " 伟炜玮纬 强墙 珍贞真 梅玫媚 生升声胜 新欣馨昕 福富 燕艳雁 清青卿 霞侠 永勇泳 娟鹃 静婧敬 磊蕾 辉晖徽 洁杰捷"
    " 玲林琳淋 慧惠蕙 佳家嘉 宇雨羽语 梓子紫 晨辰臣 涛韬 海亥 义毅艺 泽则 淇琪祺琦 培沛佩 阳洋扬杨 全权泉 良梁"
)
_SHAPES: Final = (
    "晴睛清 玮炜纬伟 淇琪祺 健建 晖辉 莹营萤 扬杨 土士 末未 洁浩 芬芳 兰三 平乎 侯候 今令 千干 大太 田由 玉王 日曰"
    " 冶治 丽俪 瑶遥 泽择 明朋 夫天 婷停"
)


def _others(groups: str) -> dict[str, str]:
    """For every character of a group, the rest of its group."""
    return {char: group.replace(char, "") for group in groups.split() for char in group}


SOUND_ALIKE: Final = _others(_SOUNDS)
LOOK_ALIKE: Final = _others(_SHAPES)
VILLAGES: Final = "东西南北上下新老大小"
FEATURES: Final = ("河", "沟", "山", "坪", "湾", "岭", "塘", "桥", "寨", "庄", "井", "田")
NO_NUMBER: Final = 0.12
NO_BIRTH: Final = 0.12
_TO_TRADITIONAL: Final = OpenCC("s2t")


@dataclass(slots=True)
class Person:
    entity: int
    name: str
    id_number: str
    birth: date
    sex: str
    region: int
    address: str
    card: str
    phone: str


def county(persons: int, *, again: float = 0.1, seed: int = 20261122) -> pa.Table:
    """So many records: people of households, a share `again` of them once more from another ledger; shuffled."""
    draw = Random(seed)
    first = list(_population(int(persons / (1 + again)), draw))
    chosen = draw.sample(first, persons - len(first))
    records = [*first, *(_written_again(one, draw) for one in chosen)]
    texts = [(one.entity, *_written(one, draw)) for one in records]
    draw.shuffle(texts)
    names = ("entity", "name", "id_number", "birth_date", "sex", "region", "address", "card", "phone")
    columns = {name: pa.array(column) for name, column in zip(names, zip(*texts, strict=True), strict=True)}
    return pa.table({"id": pa.array([f"R{number:07d}" for number in range(len(texts))]), **columns})


def truth(table: pa.Table) -> set[tuple[str, str]]:
    """The pairs of record ids that are about the same person, the smaller id first."""
    by_entity: dict[int, list[str]] = {}
    for uid, entity in zip(table["id"].to_pylist(), table["entity"].to_pylist(), strict=True):
        by_entity.setdefault(entity, []).append(uid)
    pairs = (sorted(uids) for uids in by_entity.values() if len(uids) > 1)
    return {(one[0], one[1]) for one in pairs}


def _population(count: int, draw: Random) -> Iterator[Person]:
    weights = [1 / (place + 2) for place in range(len(SURNAMES))]
    rare = [1 / (place + 12) for place in range(len(GIVEN))]
    surnames = draw.choices(SURNAMES, weights, k=count)
    given = iter(draw.choices(GIVEN, rare, k=count * 3))
    made, taken = 0, set[str]()
    while made < count:
        village = draw.randrange(max(1, count // 600))
        for one in _household(draw, surnames[made], village, given, made):
            while one.id_number in taken:
                one.id_number = complete(f"{one.id_number[:14]}{(int(one.id_number[14:17]) + 2) % 1000:03d}")
            taken.add(one.id_number)
            yield one
            made += 1
            if made == count:
                return


def _household(draw: Random, surname: str, village: int, given: Iterator[str], entity: int) -> Iterator[Person]:
    township = village // 12
    region = (990000 + township // 14) * 10**6 + (township % 14 + 1) * 1000 + village % 12 + 200
    word = VILLAGES[village % 10] + FEATURES[village // 10 % 12] + FEATURES[village // 120 % 12]
    address = f"{word}村{draw.randint(1, 12)}组{draw.randint(1, 180)}号"
    phone = _phone(draw)
    card = _card(draw)
    head = date(1940, 1, 1) + timedelta(days=draw.randrange(21000))
    size = draw.choices((1, 2, 3, 4, 5), (20, 30, 20, 20, 10))[0]
    generation = next(given)
    twins: date | None = None
    for place in range(size):
        child = place >= 2
        birth = twins or (head + timedelta(days=draw.randint(-2000, 2000) if place < 2 else draw.randint(7500, 13000)))
        birth = min(birth, date(2026, 6, 1) - timedelta(days=draw.randrange(3000))) if birth.year > 2025 else birth
        twins = birth if child and twins is None and draw.random() < 0.03 else None
        sex = draw.choice("男女") if child else "男女"[place % 2]
        family = surname if place != 1 else draw.choice(SURNAMES)
        built = generation + next(given) if child and draw.random() < 0.4 else next(given)
        if len(built) == 1 and draw.random() < 0.8:
            built += next(given)
        serial = f"{draw.randrange(500) * 2 + (sex == '男'):03d}"
        own = draw.random() < 0.5 and not child
        yield Person(
            entity + place,
            family + built,
            complete(f"99{region // 10**6 % 10000:04d}{birth:%Y%m%d}{serial}"),
            birth,
            sex,
            region,
            address,
            card if place == 0 or draw.random() < 0.4 else (_card(draw) if own else ""),
            _phone(draw) if own else phone,
        )


def _written_again(one: Person, draw: Random) -> Person:
    """The same person in another ledger: mostly right, with slips, moves and changed numbers."""
    lot = draw.random
    seen = replace(one)
    if lot() < 0.12:
        seen.name = _name_slip(one.name, draw)
    if lot() < 0.14:
        seen.id_number = _number_slip(one.id_number, draw)
    if lot() < 0.10:
        seen.birth = _birth_slip(one.birth, draw)
    if lot() < 0.01:
        seen.sex = "女" if one.sex == "男" else "男"
    if lot() < 0.07:
        far = lot()
        county = one.region // 10**6 if far < 0.8 else 990000 + draw.randrange(12)
        township = one.region // 1000 if far < 0.55 else county * 1000 + draw.randint(1, 14)
        seen.region = township * 1000 + draw.randint(200, 211)
        seen.address = f"{draw.choice(VILLAGES)}{draw.choice(FEATURES)}村{draw.randint(1, 12)}组"
    elif lot() < 0.3:
        seen.address = one.address.split("组")[0] + "组"
    if lot() < 0.35:
        seen.card = _card(draw) if lot() < 0.4 else _digit_slip(one.card, draw) if lot() < 0.1 else ""
    if lot() < 0.25:
        seen.phone = _phone(draw) if lot() < 0.8 else _digit_slip(one.phone, draw)
    return seen


def _written(one: Person, draw: Random) -> tuple[str, str, str, str, int, str, str, str]:
    """As a ledger has it: what is left out, and the forms that dates, sexes and numbers come in."""
    lot = draw.random
    number = "" if lot() < NO_NUMBER else one.id_number
    if len(number) == 18 and number[6:8] == "19" and lot() < 0.02:
        number = number[:6] + number[8:17]
    form = draw.choices(("%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%Y/%m/%d"), (80, 8, 7, 5))[0]
    birth = "" if lot() < NO_BIRTH else one.birth.strftime(form)
    name = f"{one.name[0]} {one.name[1:]}" if lot() < 0.01 else one.name
    return (
        name, number, birth, "" if lot() < 0.02 else one.sex, one.region,
        "" if lot() < 0.05 else one.address, "" if lot() < 0.3 else one.card, "" if lot() < 0.15 else one.phone,
    )  # fmt: skip


def _name_slip(name: str, draw: Random) -> str:
    surname, given = name[0], name[1:]
    at = draw.randrange(len(given))
    kind = draw.choices(("sound", "look", "swap", "other", "short", "traditional"), (32, 22, 8, 12, 8, 18))[0]
    alike = {"sound": SOUND_ALIKE, "look": LOOK_ALIKE}.get(kind, {}).get(given[at])
    if alike:
        return surname + given[:at] + draw.choice(alike) + given[at + 1 :]
    if kind == "swap" and len(given) == 2:
        return surname + given[::-1]
    if kind == "short" and len(given) == 2:
        return surname + given[at]
    if kind == "traditional":
        return str(_TO_TRADITIONAL.convert(name))
    return surname + given[:at] + draw.choice(GIVEN) + given[at + 1 :]


def _number_slip(number: str, draw: Random) -> str:
    kind = draw.choices(("digit", "swap", "lost", "spaced"), (45, 30, 15, 10))[0]
    if kind == "digit":
        return _digit_slip(number, draw)
    if kind == "swap":
        at = draw.randrange(6, 16)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    # A spreadsheet keeps fifteen digits of a number and fills up with zeros.
    return number[:15] + "000" if kind == "lost" else f"{number[:6]} {number[6:14]} {number[14:].lower()}"


def _digit_slip(digits: str, draw: Random) -> str:
    if not digits:
        return digits
    at = draw.randrange(min(6, len(digits) - 1), len(digits))
    return digits[:at] + draw.choice([one for one in "0123456789" if one != digits[at]]) + digits[at + 1 :]


def _birth_slip(birth: date, draw: Random) -> date:
    kind = draw.choices(("swap", "digit", "lunar", "year", "guess"), (20, 30, 25, 15, 10))[0]
    if kind == "swap" and birth.day <= 12:
        return birth.replace(month=birth.day, day=birth.month)
    if kind == "lunar":
        return birth - timedelta(days=draw.randint(20, 50))
    if kind == "year":
        return birth.replace(year=birth.year + draw.choice((-10, -1, 1, 10)), day=min(birth.day, 28))
    if kind == "guess":
        return date(birth.year, 1, 1)
    return birth.replace(
        day=draw.choice([day for day in (birth.day % 10 + 10, birth.day % 10 + 20) if day <= 28] or [1])
    )


def _phone(draw: Random) -> str:
    return f"199{draw.randrange(10**8):08d}"


def _card(draw: Random) -> str:
    return f"990000{draw.randrange(10**13):013d}"
