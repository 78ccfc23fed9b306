from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.upload_blank import MAP
from nuandong.reports.blanks import composed
from nuandong.reports.blanks.events import BlankMapped
from nuandong.reports.blanks.keeping import blank_of, grid_of, sealed_texts
from nuandong.reports.blanks.targets import FACTS, targets_of
from nuandong.reports.library import definition_of
from nuandong.reports.models import BlankMapping


@transaction.atomic
def map_blank(
    *, by: Actor, now: datetime, blank: UUID, edition: int, seen: int, bindings: Mapping[str, str]
) -> BlankMapping:
    """Confirm what stands where in the newest edition: address → code of a target, or none.

    A code is one of `blanks.targets`, words of one's own or a sum (`blanks.composed`). What was
    confirmed before stays as a version. `edition` and `seen` (the version that was looked at, 0 for none) say what the
    person saw. Raises NotFound, Forbidden, OutOfScope, Conflict when either moved on, Invalid for an address
    or target there is none of, words that are too long, figures that cannot be added up, or when nothing is bound.
    """
    held = blank_of(blank, lock=True)
    permissions.check(by, MAP, region=held.blank.region)
    if (held.edition.number, held.mapping.number if held.mapping else 0) != (edition, seen):
        raise Conflict("reports.blank_moved", _("这份空表刚刚有人改过。"), _("请刷新页面，核对后再保存。"))
    targets = targets_of(definition_of(held.blank.report).definition, {title: title for title in FACTS.values()})
    if not bindings.keys() <= grid_of(held.edition).every_place().keys() or not all(
        not code or composed.check(code, targets) for code in bindings.values()
    ):
        raise Invalid("reports.blank_place", _("空表里没有这一格，或报表里没有这一项。"), _("请刷新页面后重新选择。"))
    bound = sum(map(bool, bindings.values()))
    if not bound:
        raise Invalid("reports.blank_unbound", _("还没有一格对应到报表。"), _("请至少对应一格，再保存。"))
    kept, texts = composed.stored(bindings)
    identity = new_id(now)
    made = BlankMapping.objects.create(
        id=identity,
        region=held.blank.region,
        edition=held.edition,
        number=seen + 1,
        bindings=dict(sorted(kept.items())),
        texts_sealed=sealed_texts(identity, texts),
        saved_by=by.staff,
        saved_at=now,
    )
    payload = BlankMapped(report=held.blank.report, edition=edition, mapping=made.number, bound=bound)
    journal.record(payload, by=by, now=now, region=held.blank.region, subject=held.blank.id)
    return made
