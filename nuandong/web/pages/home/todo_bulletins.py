"""Published bulletins that one's unit has not signed for."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.reports import selectors_bulletin as bulletins
from nuandong.web.pages.home.item import MOST, Item
from nuandong.web.wording import ACCENT, titled


def to_read(actor: Actor, now: datetime) -> Iterator[Item]:
    """The oldest first."""
    for row in bulletins.to_read(actor, limit=MOST):
        number = _("第 %(number)d 期") % {"number": row.issue.number}
        title = titled(_("签收简报"), f"{row.issue.title} {number}")
        yield Item(ACCENT, title, reverse("bulletin", args=[row.id]), action=_("签收"), icon="report")
