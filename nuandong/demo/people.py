"""Invented households: names from syllables, ages of a county's villages, categories, numbers with prefix 99."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.kernel.ids import seeded_id
from nuandong.people.actions.bulk_register import BulkPerson
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind, Relation

LIBRARY = Path(__file__).resolve().parents[2] / "library" / "demo"
_HOUSEHOLD_SHARE = (("DIBAO", 0.06), ("DISASTER_AFFECTED", 0.05), ("EDGE_POOR", 0.02), ("SUDDEN_HARDSHIP", 0.01))


@cache
def words(name: str) -> dict[str, Any]:
    """A file of library/demo."""
    loaded: dict[str, Any] = YAML(typ="safe").load((LIBRARY / name).read_text("utf-8"))
    return loaded


def invented_name(draw: Random, sex: str, surname: str = "") -> str:
    """A name that sounds right and is nobody's."""
    names = words("names.yaml")
    if not surname:
        surname = draw.choice(names["compound"]) if draw.random() < 0.01 else draw.choice(names["surnames"])
    return surname + str(draw.choice(names[sex]))


def households(count: int, villages: list[tuple[int, str]], *, seed: str, at: datetime) -> Iterator[BulkPerson]:
    """`count` households spread over villages (code and name), members standing together; three persons on average."""
    draw = Random(f"{seed}/households")
    serial = 0
    for number in range(count):
        region, village = villages[number % len(villages)]
        household = seeded_id(at, seed, "household", number)
        members = list(_members(draw, at.date()))
        surname = words("names.yaml")["surnames"][draw.randrange(len(words("names.yaml")["surnames"]))]
        kinds = tuple((code, "demo") for code, share in _HOUSEHOLD_SHARE if draw.random() < share)
        group = draw.randint(1, 12)
        for place, (relation, sex, birth) in enumerate(members):
            serial += 1
            own = surname if relation != Relation.SPOUSE else ""
            yield BulkPerson(
                id=seeded_id(at, seed, "person", serial),
                household_id=household,
                household=number,
                region=region,
                relation=relation,
                since=at.date() - timedelta(days=400),
                number=f"{region % 10**6:06d}-{number:06d}" if place == 0 else "",
                details=Details(
                    name=invented_name(draw, sex, own),
                    sex=sex,
                    birth_on=birth,
                    phone=f"1990000{serial % 10000:04d}" if place == 0 and draw.random() < 0.8 else "",
                    address=f"{village}{group}组" if place == 0 else "",
                    hukou_region=region,
                ),
                papers=(Paper(kind=DocumentKind.ID_CARD, number=_number(birth, sex, serial)),),
                categories=(*(kinds if place == 0 else ()), *_own_categories(draw, birth, len(members), at.date())),
            )


def _number(birth: date, sex: str, serial: int) -> str:
    return demo_id_number(birth, Sex(sex), serial=serial)


def _members(draw: Random, today: date) -> Iterator[tuple[str, str, date]]:
    head_age = draw.choice((28, 35, 42, 48, 55, 63, 70, 78)) + draw.randint(-3, 3)
    head_sex = "male" if draw.random() < 0.8 else "female"
    yield Relation.HEAD, head_sex, _birth(draw, head_age, today)
    if draw.random() < 0.8:
        yield (
            Relation.SPOUSE,
            "female" if head_sex == "male" else "male",
            _birth(draw, head_age + draw.randint(-4, 3), today),
        )
    for _ in range(draw.choice((0, 1, 2, 3)) if head_age < 60 else 0):
        son = draw.random() < 0.5
        yield (
            Relation.SON if son else Relation.DAUGHTER,
            "male" if son else "female",
            _birth(draw, draw.randint(1, 22), today),
        )
    if head_age < 50 and draw.random() < 0.6:
        yield Relation.PARENT, "female" if draw.random() < 0.6 else "male", _birth(draw, head_age + 25, today)


def _birth(draw: Random, age: int, today: date) -> date:
    return today - timedelta(days=max(age, 1) * 365 + draw.randint(0, 364))


def _own_categories(draw: Random, birth: date, members: int, today: date) -> tuple[tuple[str, str], ...]:
    age = (today - birth).days // 365
    found = []
    if age >= 65 and members == 1:
        found.append("LIVING_ALONE")
    if age >= 60 and members <= 2 and draw.random() < 0.15:
        found.append("LEFT_BEHIND_ELDER")
    if age < 16 and draw.random() < 0.12:
        found.append("LEFT_BEHIND_CHILD")
    if draw.random() < 0.02:
        found.append("DISABLED_SEVERE")
    if draw.random() < 0.004:
        found.append("MENTAL_SEVERE")
    return tuple((code, "demo") for code in found)
