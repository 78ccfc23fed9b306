from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.journal.reading import get
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, permissions


@transaction.atomic
def read_words(*, by: Actor, now: datetime, event: UUID, reason: str) -> dict[str, str]:
    """The free words of a journal event in clear, by name; the look itself is an event with its reason.

    They may name people, so they need what a masked field needs: people.person.unmask with the second factor. Raises
    Forbidden, OutOfScope, Invalid without a reason, NotFound for an event out of sight, or without words, or whose
    season's key was destroyed. Source: GB/T 22239-2019 level 2 audit.
    """
    permissions.check(by, "people.person.unmask")
    why = clean_line(reason, 200, field="reason")
    if not why:
        raise Invalid("org.reason_missing", _("没有写明查看原因。"), _("请写明用途。"), field="reason")
    found = get(event)
    if found is None:
        raise NotFound("org.no_event", _("没有这条记录。"), _("它也可能不在您的管辖区域内。"))
    permissions.check(by, "people.person.unmask", region=found.region)
    texts = journal.texts([event]).get(event)
    if not texts:
        raise NotFound("org.no_words", _("这条记录没有文字，或已到期销毁。"), _("请查看记录的其他内容。"))
    journal.record(events.WordsRead(), by=by, now=now, region=found.region, subject=event, reason=why)
    return texts
