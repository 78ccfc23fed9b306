"""How fast people are loaded and found: `python -m bench.people --persons 1000000`.

Loads invented people into a database of its own, then times searches in the database as the web role in three scopes
(a township, a county, a prefecture), beside a bare primary-key read of the same table in the same run.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from bench import setting

setting.set_up("bench-people")

from django.db import connection  # noqa: E402

from nuandong.geo.codes import span  # noqa: E402
from nuandong.kernel.actors import SYSTEM, Actor  # noqa: E402
from nuandong.kernel.idcard import Sex, demo_id_number  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.people.actions.bulk_register import BulkPerson, bulk_register  # noqa: E402
from nuandong.people.details import Details  # noqa: E402
from nuandong.people.documents import Paper  # noqa: E402
from nuandong.people.selectors import probable_duplicates, search  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import NOW  # noqa: E402

PREFECTURE = 520100000000
# Shares per thousand of the commonest surnames; the rest is spread over the list.
SURNAMES = "王" * 72 + "李" * 70 + "张" * 65 + "刘" * 52 + "陈" * 46 + "杨" * 31 + "赵" * 21 + "黄" * 23 + "周" * 20
SURNAMES += (
    "吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石" * 11
)
GIVEN = "英秀华兰玉梅芳丽强军平明勇国建伟杰静敏霞红春荣桂珍凤云金海龙生福成志文德光林永忠义清"
STREETS = ("大坝", "新华", "红星", "石板", "青山", "河口", "龙塘", "高坡", "白云", "花溪")


def invented(count: int) -> Iterator[BulkPerson]:
    chance = random.Random(7)
    counties, townships, villages = 10, 15, 10
    for number in range(count):
        home = (
            PREFECTURE
            + (1 + number % counties) * 1_000_000
            + (1 + number // counties % townships) * 1_000
            + 1
            + number // (counties * townships) % villages
        )
        birth = date(1940, 1, 1) + timedelta(chance.randrange(30_000))
        sex = chance.choice((Sex.MALE, Sex.FEMALE))
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2, 2))))
        yield BulkPerson(
            region=home,
            details=Details(
                name=name,
                phone=f"199{number:08d}",
                address=f"某县某镇{chance.choice(STREETS)}村{number % 12 + 1}组{number % 99 + 1}号",
            ),
            papers=(Paper("id_card", demo_id_number(birth, sex, serial=number % 5_000_000)),),
            since=date(2020, 1, 1),
        )


QUERIES = ("王秀英", "秀英", "王", "李", "wangxiuying", "wxy", "zhang", "张 1234", "1234", "汪袖樱", "19900001234")


def in_database(by: Actor, typed: str, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each search: spent in statements, and altogether."""
    inside: list[float] = []
    whole: list[float] = []

    def timed(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            inside[-1] += (time.perf_counter() - start) * 1000

    with scope.enter(by), connection.execute_wrapper(timed):
        for _round in range(rounds):
            inside.append(0.0)
            start = time.perf_counter()
            search(typed, by=by, limit=20)
            whole.append((time.perf_counter() - start) * 1000)
    return inside, whole


def asked(by: Actor, count: int) -> tuple[list[float], int, float]:
    """Milliseconds of each question who may be the same as one new person, how often there was an answer, and the
    milliseconds of processor that this process took for one.

    Those asked for stand in the register: the name with another character of its sound or the number left out, in turn.
    """
    times, right, began = [], 0, time.process_time()
    people = [one for one in islice(invented(count * 50), 0, None, 50) if by.sees(one.region)]
    with scope.enter(by):
        for place, one in enumerate(people):
            birth, (surname, *given) = _birth(one), one.details.name
            name = surname + "".join(given[:-1]) + ("英" if given[-1] != "英" else "瑛")
            details = replace(one.details, name=name) if place % 2 else replace(one.details, birth_on=birth, phone="")
            start = time.perf_counter()
            found = probable_duplicates(
                details, one.papers if place % 2 else (), by=by, today=NOW.date(), region=one.region
            )
            times.append((time.perf_counter() - start) * 1000)
            right += bool(found)
    return sorted(times), right, (time.process_time() - began) * 1000 / len(times)


def _birth(one: BulkPerson) -> date:
    number = one.papers[0].number
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def bare(by: Actor, rounds: int) -> float:
    """Median milliseconds of reading twenty rows of one table by primary key range, with the policy on."""
    times = []
    with scope.enter(by), connection.cursor() as cursor:
        for _round in range(rounds):
            start = time.perf_counter()
            cursor.execute(
                "SELECT id, name_masked FROM people_person WHERE region >= %s AND region < %s "
                "ORDER BY region, id LIMIT 20",
                [by.spans[0].lo, by.spans[0].hi],
            )
            cursor.fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--asked", type=int, default=200)
    given = parser.parse_args()
    setting.start_server()
    with databases.clone("bench") as name:
        with databases.use_database(name, role="batch"):
            start = time.perf_counter()
            with scope.enter(SYSTEM):
                bulk_register(invented(given.persons), by=SYSTEM, now=NOW, region=PREFECTURE)
            seconds = time.perf_counter() - start
            rate = given.persons / seconds
            print(f"{os.cpu_count()} cores; loaded {given.persons} persons in {seconds:.1f} s: {rate:.0f}/s")
        with databases.use_database(name, role=None), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE people_person, people_personkey, people_identitydocument")
            cursor.execute(
                "SELECT count(*), pg_size_pretty(pg_total_relation_size('people_personkey')) FROM people_personkey"
            )
            print("keys:", *cursor.fetchone())
        with databases.use_database(name, role="web"):
            print(f"{'scope':>14} {'typed':<12} {'db p50':>7} {'db p95':>7} {'all p50':>8} {'to bare':>8}")
            for region in (520101001000, 520101000000, PREFECTURE):
                by = setting.reader(span(region))
                floor = bare(by, given.rounds)
                for typed in QUERIES:
                    inside, whole = in_database(by, typed, given.rounds)
                    inside.sort()
                    median, late = statistics.median(inside), inside[int(len(inside) * 0.95)]
                    everything = statistics.median(whole)
                    print(f"{region} {typed:<12} {median:7.2f} {late:7.2f} {everything:8.2f} {median / floor:8.1f}")
            times, right, cpu = asked(setting.reader(span(PREFECTURE)), given.asked)
            middle, late = statistics.median(times), times[len(times) * 95 // 100]
            print(
                f"one new person against all: {middle:.1f} ms median, {late:.1f} ms p95, {cpu:.1f} ms of processor; "
                f"{right} of {len(times)} found"
            )


if __name__ == "__main__":
    main()
