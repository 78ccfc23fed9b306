"""Take over a county's own list of divisions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from nuandong.geo.codes import ancestors, contains, is_code, level_of
from nuandong.geo.division_file import DivisionRow, read_divisions
from nuandong.geo.errors import RowProblems
from nuandong.geo.events import DivisionsImported
from nuandong.geo.models import Division, Succession
from nuandong.geo.names import initials_of, pinyin_of
from nuandong.geo.reconcile import Changes, Ledger, Version, reconcile
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _

LOCK: Final = 0x6E64_67656F  # "nd geo": one import at a time
_BATCH: Final = 2000
_AMEND: Final = """
UPDATE geo_division d
SET name = n.name, parent = n.parent, valid_to = n.valid_to, pinyin = n.pinyin, initials = n.initials, recorded_at = %s
FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::bigint[], %s::date[], %s::text[], %s::text[])
    AS n (code, valid_from, name, parent, valid_to, pinyin, initials)
WHERE d.code = n.code AND d.valid_from = n.valid_from
"""


@dataclass(frozen=True, slots=True)
class DivisionImport:
    """What an import did, in numbers of versions and successions."""

    rows: int
    created: int
    changed: int
    closed: int
    successions: int


@transaction.atomic
def import_divisions(*, by: Actor, now: datetime, data: bytes) -> DivisionImport:
    """Import divisions from an .xlsx, .xls, .ods or .csv file with the columns of `division_file.COLUMNS`.

    All or nothing: raises `ImportRefused` with every row at fault, `Invalid` for a file that is no table or too big
    (20 MB, 50,000 rows), `Forbidden` without geo.division.import. The same file again changes nothing and writes no
    event. Rows outside the actor's regions may repeat what is recorded or add the divisions above him, nothing else.
    Codes are never overwritten in time: a new version of a code ends the version before (facts §5, 12-digit code).
    """
    require(by, "geo.division.import")
    problems = RowProblems()
    rows = read_divisions(data, problems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    changes = reconcile(rows, _ledger(rows), problems)
    _check_scope(by, changes, problems)
    problems.raise_if_any()
    done = DivisionImport(
        len(rows), len(changes.created), len(changes.changed), changes.closed, len(changes.successions)
    )
    if changes:
        _write(changes, now)
        journal.record(
            DivisionsImported(
                sha256=hashlib.sha256(data).hexdigest(),
                rows=done.rows,
                created=done.created,
                changed=done.changed,
                closed=done.closed,
                successions=done.successions,
            ),
            by=by,
            now=now,
            region=by.region,
            subject=new_id(now),
        )
    return done


def _ledger(rows: Sequence[DivisionRow]) -> Ledger:
    codes = {row.code for row in rows}
    for row in rows:
        codes.update(ancestors(row.code), row.predecessors, row.successors)
    recorded = Division.objects.filter(code__in=codes).values_list("code", "valid_from", "valid_to", "name", "parent")
    successions = Succession.objects.filter(predecessor__in=codes).values_list("predecessor", "successor")
    return Ledger((Version(*values) for values in recorded), successions)


def _check_scope(by: Actor, changes: Changes, problems: RowProblems) -> None:
    for key, version in {**changes.created, **changes.changed}.items():
        above_him = key in changes.created and is_code(by.region) and contains(version.code, by.region)
        if not by.sees(version.code) and not above_him:
            problems.add(
                changes.origin[key], "代码", _("代码 %(code)d 不在您的管辖范围内，不能改动。"), code=version.code
            )


def _write(changes: Changes, now: datetime) -> None:
    # Changes first: a version must have ended before its successor may begin (exclusion constraint).
    _amend(list(changes.changed.values()), now)
    Division.objects.bulk_create((_division(version, now) for version in changes.created.values()), batch_size=_BATCH)
    Succession.objects.bulk_create(
        (
            Succession(id=new_id(now), predecessor=predecessor, successor=successor, since=since)
            for (predecessor, successor), since in changes.successions.items()
        ),
        batch_size=_BATCH,
    )


def _amend(versions: Sequence[Version], now: datetime) -> None:
    # One statement: bulk_update takes half a minute for twenty thousand rows, this a third of it.
    columns: list[list[Any]] = [
        [version.code for version in versions],
        [version.valid_from for version in versions],
        [version.name for version in versions],
        [version.parent for version in versions],
        [version.valid_to for version in versions],
        [pinyin_of(version.name) for version in versions],
        [initials_of(version.name) for version in versions],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_AMEND, [now, *columns])


def _division(version: Version, now: datetime) -> Division:
    return Division(
        id=new_id(now),
        code=version.code,
        level=level_of(version.code),
        name=version.name,
        parent=version.parent,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        pinyin=pinyin_of(version.name),
        initials=initials_of(version.name),
        recorded_at=now,
    )
