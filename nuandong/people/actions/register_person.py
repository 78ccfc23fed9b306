from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.actions.record_document import agreeing, store_document
from nuandong.people.details import Details, check_dates, checked
from nuandong.people.documents import CheckedPaper, Paper, checked_paper
from nuandong.people.kinds import Sex
from nuandong.people.models import Person
from nuandong.people.rows import add_keys, columns, detail_keys


@transaction.atomic
def register_person(
    *,
    by: Actor,
    now: datetime,
    region: int,
    details: Details,
    papers: Sequence[Paper] = (),
    acted_at: datetime | None = None,
) -> Person:
    """Register somebody whose name is known. `region` is the smallest 12-digit division known where the person belongs.

    An identity card among the papers fills in birth date and sex where they are not given. Raises Invalid for details
    or numbers that cannot be, Conflict when a number is registered in this region already. Sources: RES-038, GB 11643.
    """
    validate(region, field="region")
    permissions.check(by, "people.person.register", region=region)
    today = local_date(now)
    told = checked(details, today=today)
    if not told.name:
        raise Invalid(
            "people.name_missing",
            _("姓名没有填写。"),
            _("不知道姓名的，请按“无名人员”登记，会得到临时编号。"),
            field="name",
        )
    known = [checked_paper(paper, today=today) for paper in papers]
    for paper in known:
        told = completed(told, paper, today)
    person_id = new_id(now)
    person = Person.objects.create(
        id=person_id, region=region, registered_at=now, changed_at=now, **columns(person_id, told)
    )
    add_keys(person.id, region, detail_keys(told))
    journal.record(
        events.PersonRegistered(known=True), by=by, now=now, acted_at=acted_at, region=region, subject=person.id
    )
    for paper in known:
        store_document(person, paper, by=by, now=now, acted_at=acted_at)
    return person


def completed(details: Details, paper: CheckedPaper, today: date) -> Details:
    """The details with birth date and sex of an identity card; Invalid where the card contradicts them."""
    if paper.card is None:
        return details
    agreeing(paper.card, sex=details.sex, birth_on=details.birth_on)
    if (details.sex, details.birth_on, details.birth_year) == (paper.card.sex.value, paper.card.birth, None):
        return details
    sex = paper.card.sex.value if details.sex == Sex.UNKNOWN else details.sex
    told = replace(details, sex=sex, birth_on=paper.card.birth, birth_year=None)
    check_dates(told, today)
    return told
