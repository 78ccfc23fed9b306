"""An invented county with its relief season: households, needs with accounts, applications whose notices are over.

Everything comes in by bulk means, as by an import. The loaded database is kept beside the migrated template, and each
run of a bench works on a clone of it.
"""

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.kernel.ids import new_id
from nuandong.kernel.luhn import passes_luhn
from nuandong.machine.loading import copied_into
from nuandong.org import scope
from nuandong.people.actions.bulk_register import BulkPerson, bulk_register
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.kinds import Relation
from nuandong.people.masking import mask_number
from nuandong.relief.checking.registry import ACCOUNT
from nuandong.relief.models import Season
from nuandong.relief.notices import rules_of
from nuandong.vault import api as vault
from tests import databases
from tests.cast import COUNTY, NOW, cast
from tests.relief import seasons

TOWNSHIPS, VILLAGES = 15, 10
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "英秀华兰玉梅芳丽强军平明勇国建伟杰静敏霞"
FACTS = '{"food_persons": 1, "clothing_persons": 1, "heating_persons": 1}'


def loaded(households: int, *, each: int = 2) -> str:
    """The name of a database with so many households of `each` persons; made where there is none."""
    return made_of(f"{households}_{each}", databases.template(), lambda: fill(households, each))


def made_of(what: str, source: str, do: Callable[[], None]) -> str:
    """The name of a copy of a database in which the owner did something; made where there is none.

    The template it began with is part of the name: it goes with it when the schema changes.
    """
    marked = f"_relief_{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:6]}_"
    name = f"{source.partition('_relief_')[0]}{marked}{what}"
    with databases.administration() as link:
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
    databases.create(name, source)
    try:
        with databases.use_database(name, role=None):
            do()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    except BaseException:
        databases.drop(name)
        raise
    return name


def account(serial: int) -> str:
    """A number of nineteen digits, the last of them the check digit."""
    body = f"62170000{serial:010d}"
    return next(f"{body}{last}" for last in range(10) if passes_luhn(f"{body}{last}"))


def invented(households: int, each: int, villages: int) -> Iterator[BulkPerson]:
    """People, household by household, villages together."""
    chance = random.Random(11)
    for serial in range(households):
        for member in range(each):
            number = serial * each + member
            sex = chance.choice((Sex.MALE, Sex.FEMALE))
            birth = date(1940, 1, 1) + timedelta(chance.randrange(30_000))
            name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(2))
            yield BulkPerson(
                region=village(serial, households, villages),
                details=Details(name=name, phone=f"199{number:08d}" if member == 0 else ""),
                papers=(Paper("id_card", demo_id_number(birth, sex, serial=number % 5_000_000)),),
                household=serial,
                relation=Relation.HEAD if member == 0 else Relation.OTHER,
                since=date(2020, 1, 1),
            )


def village(serial: int, households: int, villages: int) -> int:
    place = serial * villages // households
    return COUNTY + (1 + place // VILLAGES) * 1000 + 201 + place % VILLAGES


def fill(households: int, each: int, villages: int = TOWNSHIPS * VILLAGES) -> None:
    """Everything of the season, in the order of the offices, up to the county's desk."""
    with scope.enter(SYSTEM):
        homes = bulk_register(invented(households, each, villages), by=SYSTEM, now=NOW, region=COUNTY).household_ids
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT m.household_id, p.name_masked FROM people_membership m JOIN people_person p "
                "ON p.id = m.person_id WHERE m.relation = 'head'"
            )
            heads: dict[UUID, str] = dict(cursor.fetchall())
        rows = [(home, village(serial, households, villages), heads[home]) for serial, home in enumerate(homes)]
        season = seasons.season(cast().officer)
        seasons.tranche(cast().officer, season, from_funds=seasons.funds(cast().officer, season, amount_fen=10**13))
        _needs(rows, season, each)
        _applications(rows, season, each)


def _needs(rows: Sequence[tuple[UUID, int, str]], season: Season, each: int) -> None:
    ledger = new_id(NOW)
    _copied(
        "relief_ledgerfile",
        {
            "id": ledger, "region": COUNTY, "season": season.year, "form": "official-ledger", "name": "台账.xlsx",
            "file": new_id(NOW), "digest": "0" * 64, "state": "waiting", "columns": "{}", "layout": "{}", "step": 0,
            "tries": 0, "rows": 0, "accepted": 0, "rejected": 0, "warned": 0, "homes": 0, "people": 0, "changed": 0,
            "same": 0, "found": "", "uploaded_by": SYSTEM.staff, "uploaded_at": NOW, "partial": False, "trouble": "",
        },
        [()],
    )  # fmt: skip
    numbers = [account(serial) for serial in range(len(rows))]
    ids = [new_id(NOW) for _row in rows]
    sealed = vault.seal_many("relief_need", "account_sealed", list(map(str, ids)), numbers)
    blinds = vault.blinds(ACCOUNT, numbers)
    same = {
        "season": season.year, "ledger_id": ledger, "household_type": "general", "size": each, "persons": each,
        "cash_fen": 0, "goods_fen": 0, "payment_form": "", "loss_type": "", "difficulty": "", "period": "",
        "bank": "", "holder_masked": "", "recorded_at": NOW,
    }  # fmt: skip
    columns = ("id", "region", "household_id", "account_sealed", "account_masked", "account_blind")
    made = zip(
        ids, (one[1] for one in rows), (one[0] for one in rows), sealed, map(mask_number, numbers), blinds, strict=True
    )
    _copied("relief_need", same, made, columns)


def _applications(rows: Sequence[tuple[UUID, int, str]], season: Season, each: int) -> None:
    """Each village a pack, everybody with the county, after the notices before it."""
    officer, day = cast().clerk_a.staff, seasons.DAY
    villages = sorted({region for _home, region, _head in rows})
    packs = {region: new_id(NOW) for region in villages}
    state = {"season_id": season.id, "number": 1, "state": "with_county", "papers": []}
    _copied("relief_pack", state, ((packs[one], one) for one in villages), ("id", "region"))
    ids = [new_id(NOW) for _row in rows]
    same = {
        "season_id": season.id, "origin": "applied", "state": "with_county", "category": "general", "size": each,
        "persons": each, "facts": FACTS, "trace": "{}", "amount_fen": 45_000, "priority": 1, "reported_by": officer,
        "reported_on": day, "reported_at": NOW, "moved_at": NOW, "version": 1,
    }  # fmt: skip
    made = ((one, region, home, head, packs[region]) for one, (home, region, head) in zip(ids, rows, strict=True))
    _copied("relief_application", same, made, ("id", "region", "household_id", "head_masked", "pack_id"))
    hands = ((new_id(NOW), region, one) for one, (_home, region, _head) in zip(ids, rows, strict=True))
    _copied("relief_hand", {"staff": officer, "step": 1, "at": NOW}, hands, ("id", "region", "application_id"))
    for rule in rules_of(season, ("assess", "review")):
        notices = {region: new_id(NOW) for region in villages}
        same = {
            "season_id": season.id, "code": rule.code, "title": rule.title, "shows": "[]", "days": rule.days,
            "working_days": False, "state": "down", "phone": "", "prepared_by": officer, "prepared_at": NOW,
            "posted_at": NOW, "first_photo": officer, "ends_on": day - timedelta(6),
        }  # fmt: skip
        hung = ((notices[one], one, packs[one], notices[one].hex) for one in villages)
        _copied("relief_notice", same, hung, ("id", "region", "pack_id", "token"))
        same = {"category": "general", "size": each, "persons": each, "result": "", "ends_on": day - timedelta(6)}
        lines = (
            (new_id(NOW), region, notices[region], one, place, head)
            for place, (one, (_home, region, head)) in enumerate(zip(ids, rows, strict=True), 1)
        )
        _copied(
            "relief_noticeline", same, lines, ("id", "region", "notice_id", "application_id", "place", "head_masked")
        )


def _copied(table: str, same: dict[str, Any], rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...] = ()) -> None:
    shared = tuple(same.values())
    with transaction.atomic(), copied_into(table, (*columns, *same)) as copy:
        for row in rows:
            copy.write_row((*row, *shared))
