from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.loading import Loader
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.actions.register_person import completed
from nuandong.people.bulk import Writer
from nuandong.people.categories import category_of
from nuandong.people.details import Details, checked
from nuandong.people.documents import CheckedPaper, Paper, checked_paper
from nuandong.people.kinds import Relation

CHUNK: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPerson:
    """One person of a list. People with the same `household` mark, standing together, become one household.

    `categories` are pairs of code and source, held from `since` on by the person or, where the category says so, by
    the household. `id` and `household_id` are given by seeded demo data only.
    """

    region: int
    details: Details
    papers: tuple[Paper | CheckedPaper, ...] = ()
    household: Hashable = None
    relation: str = Relation.HEAD
    since: date
    number: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    id: UUID | None = None
    household_id: UUID | None = None


@dataclass(slots=True)
class BulkResult:
    """How many, and their ids as text, in the order of the list."""

    persons: int = 0
    households: int = 0
    person_texts: list[str] = field(default_factory=list)
    home_texts: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[UUID]:
        return list(map(UUID, self.person_texts))

    @property
    def household_ids(self) -> list[UUID]:
        return list(map(UUID, self.home_texts))


@transaction.atomic
def bulk_register(rows: Iterable[BulkPerson], *, by: Actor, now: datetime, region: int) -> BulkResult:
    """Register a whole list at once, all or nothing, with a single event for it.

    `region` (12-digit code) covers the list and is that of the event. Raises Invalid for the first row that cannot be,
    with its number in `params["row"]`, OutOfScope for a row beyond the scope, Conflict when a document number or a
    household number stands twice.
    """
    validate(region, field="region")
    permissions.check(by, "people.person.register", region=region)
    permissions.check(by, "people.household.change", region=region)
    result = BulkResult()
    try:
        with Loader() as loader:
            _write(rows, Writer(now, loader), result, by=by, today=local_date(now))
    except IntegrityError as error:
        raise Conflict(
            "people.bulk_twice",
            _("名单中有证件号码或户编号与已登记的重复。"),
            _("请先在名单里查重，再重新导入；这次没有写入任何记录。"),
        ) from error
    journal.record(
        events.PeopleImported(persons=result.persons, households=result.households),
        by=by,
        now=now,
        region=region,
        subject=new_id(now),
    )
    return result


def _write(rows: Iterable[BulkPerson], writer: Writer, result: BulkResult, *, by: Actor, today: date) -> None:
    households = _Households(writer, result)
    for number, row in enumerate(rows, start=1):
        try:
            _add(row, writer, households, result, by=by, today=today)
        except Invalid as error:
            error.params["row"] = number
            raise
        if number % CHUNK == 0:
            writer.flush()
    writer.flush()


class _Households:
    """The household that the rows at hand belong to."""

    def __init__(self, writer: Writer, result: BulkResult) -> None:
        self._writer, self._result = writer, result
        self._mark: Hashable = None
        self._id: str | None = None

    def of(self, row: BulkPerson, address: str) -> str | None:
        if row.household is None:
            self._mark = self._id = None
        elif row.household != self._mark:
            self._mark, self._id = row.household, str(row.household_id or next(self._writer.ids))
            self._writer.household(self._id, row.region, row.number, address, row.since)
            self._result.households += 1
            self._result.home_texts.append(self._id)
        return self._id


def _add(
    row: BulkPerson, writer: Writer, households: _Households, result: BulkResult, *, by: Actor, today: date
) -> None:
    if not by.sees(row.region):
        raise OutOfScope(
            "org.out_of_scope",
            _("这条记录不在您的管辖区域内（%(region)d）。"),
            _("请转交所属地区办理。"),
            region=row.region,
        )
    details = checked(row.details, today=today)
    if not details.name:
        raise Invalid("people.name_missing", _("姓名没有填写。"), _("请补上姓名后重新导入。"), field="name")
    papers = [one if isinstance(one, CheckedPaper) else checked_paper(one, today=today) for one in row.papers]
    for paper in papers:
        details = completed(details, paper, today)
    identity = str(row.id or next(writer.ids))
    writer.person(identity, row.region, details, papers)
    home = households.of(row, details.address)
    if home is not None:
        writer.membership(identity, home, row.region, Relation(row.relation), row.since)
    for code, source in row.categories:
        on_household = category_of(code).holder == "household"
        if on_household and home is None:
            raise Invalid("people.category_holder", _("这个类别登记到户。"), _("请填写家庭后重新导入。"), field="code")
        writer.category(
            row.region,
            None if on_household else identity,
            home if on_household else None,
            code,
            clean_line(source, 80, field="source"),
            row.since,
        )
    result.persons += 1
    result.person_texts.append(identity)
