from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.categories import category_of
from nuandong.people.lookups import household_of, person_of
from nuandong.people.models import CategoryAssignment


@transaction.atomic
def add_category(
    *,
    by: Actor,
    now: datetime,
    code: str,
    since: date,
    source: str,
    person: UUID | None = None,
    household: UUID | None = None,
    until: date | None = None,
    acted_at: datetime | None = None,
) -> CategoryAssignment:
    """Record that a person, or a household, belongs to an aid category from `since` up to, not including, `until`.

    Raises Invalid for an unknown code, the wrong kind of holder or dates the wrong way round; Conflict when the
    category already holds on one of these days. Source: library/people/categories.yaml.
    """
    _check_holder(code, person, household)
    row = person_of(person) if person is not None else household_of(household)  # type: ignore[arg-type]
    permissions.check(by, "people.person.change", region=row.region)
    if until is not None and until <= since:
        raise Invalid("people.dates_reversed", _("截止日期早于开始日期。"), _("请核对起止日期。"), field="until")
    origin = clean_line(source, 80, field="source")
    if not origin:
        raise Invalid("people.source_missing", _("没有写明依据。"), _("请填写名册或文号。"), field="source")
    assignment = _stored(
        CategoryAssignment(
            id=new_id(now),
            region=row.region,
            person_id=person,
            household_id=household,
            code=code,
            source=origin,
            since=since,
            until=until,
            recorded_at=now,
        )
    )
    journal.record(
        events.CategoryAdded(person=person, household=household, code=code, since=since, until=until),
        by=by,
        now=now,
        acted_at=acted_at,
        region=row.region,
        subject=assignment.id,
        text={"source": origin},
    )
    return assignment


def _stored(assignment: CategoryAssignment) -> CategoryAssignment:
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "people.category_held",
            _("这段时间里已经登记了这个类别。"),
            _("请先结束原来的登记，或核对起止日期。"),
            field="since",
        ) from error
    return assignment


@transaction.atomic
def end_category(
    *,
    by: Actor,
    now: datetime,
    assignment: UUID,
    until: date,
    reason: str = "",
    acted_at: datetime | None = None,
) -> CategoryAssignment:
    """End a category with the day `until`, which no longer counts. Raises NotNow if it has ended by then, NotFound."""
    row = CategoryAssignment.objects.filter(id=assignment).first()
    if row is None:
        raise NotFound("people.category_not_found", _("没有找到这条类别登记。"), _("请刷新页面。"))
    permissions.check(by, "people.person.change", region=row.region)
    if until < row.since:
        raise Invalid("people.dates_reversed", _("截止日期早于开始日期。"), _("请核对起止日期。"), field="until")
    still = Q(until__isnull=True) | Q(until__gt=until)
    if CategoryAssignment.objects.filter(still, id=row.id).update(until=until) != 1:
        raise NotNow("people.category_ended", _("这个类别在此之前已经结束。"), _("请刷新页面核对。"))
    journal.record(
        events.CategoryEnded(person=row.person_id, household=row.household_id, code=row.code, until=until),
        by=by,
        now=now,
        acted_at=acted_at,
        region=row.region,
        subject=row.id,
        reason=reason or None,
    )
    row.until = until
    return row


def _check_holder(code: str, person: UUID | None, household: UUID | None) -> None:
    """Raise Invalid unless there is one holder, of the kind the category is for."""
    holder = "person" if person is not None else "household"
    if (person is None) == (household is None) or category_of(code).holder != holder:
        raise Invalid(
            "people.category_holder",
            _("这个类别登记在家庭或个人上，请核对。"),
            _("低保、受灾等登记到户，孤儿、残疾等登记到人。"),
            field="code",
        )
