"""Reports that are due: to be filled in, signed, sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo.codes import Level, level_of
from nuandong.kernel.actors import Actor
from nuandong.reports import selectors
from nuandong.reports.papers.composing import term_words
from nuandong.reports.selectors import Standing
from nuandong.web.pages.home.item import MOST, Item, tone_of
from nuandong.web.wording import noted, said, titled

_SOON: Final = timedelta(days=3)
_LOOKED_AT: Final = 60


def due(actor: Actor, now: datetime) -> Iterator[Item]:
    """What one's own county owes now, the latest deadline first; whoever looks over many counties has the list."""
    if level_of(actor.region) < Level.COUNTY:
        return
    acts = {
        Standing.LATE: (_("填报报表"), _("填报")),
        Standing.DUE: (_("填报报表"), _("填报")),
        Standing.DRAFT: (_("签批报表"), _("办理")),
        Standing.SIGNED: (_("报送报表"), _("报送")),
    }
    found = (
        slot
        for slot in selectors.slots(actor, now=now, limit=_LOOKED_AT)
        if slot.standing in acts and slot.due_at <= now + _SOON
    )
    for slot in islice(found, MOST):
        row, (act, press) = slot.row, acts[slot.standing]
        if row is not None and slot.standing is Standing.LATE:
            act, press = _("签批报表"), _("办理")
        title = noted(titled(act, said(slot.definition.title)), term_words(slot.term.first, slot.term.last))
        url = reverse("report-view", args=[row.id]) if row is not None else reverse("reports")
        yield Item(tone_of(slot.due_at, now, _SOON), title, url, due=slot.due_at, action=press, icon="clipboard-list")
