from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import noticing
from nuandong.relief import policies_notices as policies
from nuandong.relief.events.noticing import ObjectionFiled
from nuandong.relief.models import Objection
from nuandong.vault import api as vault

ANSWER = "relief.objection.answer"
WORDS = 1_000
CONTACT = 60
TABLE = "relief_objection"


@transaction.atomic
def file_objection(
    *, by: Actor, now: datetime, line: UUID, words: str, code: str, contact: str = "", counter: bool
) -> Objection:
    """Object to a household on a notice; its days stand until the answer, those of all others run on.

    `code` is the tracking code (`noticing.code_for`); a keyed hash of it is kept. `counter`: written down by somebody
    with the permission to answer; else it comes from the public page, which anybody may do. Raises NotFound,
    Forbidden, OutOfScope, NotNow (not on the notice any more), Invalid. Source: DIS-025.
    """
    found = noticing.line_of(line)
    if counter:
        permissions.check(by, ANSWER, region=found.region)
    words = clean_text(words, WORDS, field="words")
    if not words:
        raise Invalid("relief.objection_words", _("没有写异议的内容。"), _("请写明认为哪里不对。"), field="words")
    contact = clean_line(contact, CONTACT, field="contact")
    today = local_date(now)
    noticing.lock(found.application_id)
    found = noticing.line_of(line)
    policies.check_objectable(found, today)
    identity = new_id(now)
    row = Objection.objects.create(
        id=identity,
        region=found.region,
        notice=found.notice,
        line=found,
        application=found.application,
        code_hash=noticing.hash_of(code),
        words_sealed=vault.seal(TABLE, "words_sealed", identity, words),
        contact_sealed=vault.seal(TABLE, "contact_sealed", identity, contact) if contact else None,
        filed_at=now,
        taken_by=by.staff if counter else None,
    )
    noticing.hold(found.application_id, today)
    payload = ObjectionFiled(public_notice=found.notice_id, application=found.application_id, counter=counter)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row
