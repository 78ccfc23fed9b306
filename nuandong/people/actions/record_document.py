from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.idcard import IdNumber
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.documents import CheckedPaper, Paper, checked_paper, number_blind
from nuandong.people.keys import id_keys
from nuandong.people.kinds import DocumentKind, Sex
from nuandong.people.lookups import person_of
from nuandong.people.models import IdentityDocument, Person
from nuandong.people.rows import DOCUMENT, add_keys
from nuandong.vault import api as vault


@transaction.atomic
def record_document(
    *, by: Actor, now: datetime, person: UUID, paper: Paper, acted_at: datetime | None = None
) -> IdentityDocument:
    """Record a paper somebody showed; an identity card fills in birth date and sex where they are unknown.

    Raises Invalid for a number that fails its check or contradicts the record, Conflict for one registered in this
    region already, NotFound for a person out of scope. Source: GB 11643.
    """
    row = person_of(person, lock=True)
    permissions.check(by, "people.person.change", region=row.region)
    checked = checked_paper(paper, today=local_date(now))
    if checked.card is not None:
        agreeing(checked.card, sex=row.sex, birth_on=row.birth_on)
        row.sex = checked.card.sex.value
        row.birth_on, row.birth_year = checked.card.birth, None
        row.version += 1
        row.changed_at = now
        row.save(update_fields=["sex", "birth_on", "birth_year", "version", "changed_at"])
    return store_document(row, checked, by=by, now=now, acted_at=acted_at)


def store_document(
    person: Person, paper: CheckedPaper, *, by: Actor, now: datetime, acted_at: datetime | None
) -> IdentityDocument:
    """The row, its key and its event, for a checked paper; the caller has checked the permission."""
    document_id = new_id(now)
    numbered = paper.kind != DocumentKind.NONE
    try:
        with transaction.atomic():
            document = IdentityDocument.objects.create(
                id=document_id,
                region=person.region,
                person=person,
                kind=paper.kind,
                number_sealed=vault.seal(DOCUMENT, "number_sealed", document_id, paper.number) if numbered else None,
                number_blind=number_blind(paper.kind, paper.number) if numbered else None,
                valid_until=paper.valid_until,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "people.document_known",
            _("这个证件号码在本地已经登记过。"),
            _("请用完整号码查找，在已有的档案上办理；如是录错，请先更正。"),
            field="number",
        ) from error
    add_keys(person.id, person.region, id_keys(paper.number))
    journal.record(
        events.DocumentRecorded(document=document.id, document_kind=paper.kind),
        by=by,
        now=now,
        acted_at=acted_at,
        region=person.region,
        subject=person.id,
    )
    return document


def agreeing(card: IdNumber, *, sex: str, birth_on: date | None) -> None:
    """Raise Invalid when a card tells another sex or birth date than the record."""
    if (birth_on is not None and birth_on != card.birth) or sex not in {Sex.UNKNOWN, card.sex.value}:
        raise Invalid(
            "people.document_contradicts",
            _("身份证号里的出生日期或性别与档案不一致。"),
            _("请对照证件核对；档案有误的，请先更正档案。"),
            field="number",
        )
