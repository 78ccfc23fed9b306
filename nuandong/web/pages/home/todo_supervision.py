"""Findings of one's unit that wait for somebody to look again."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.supervision import selectors
from nuandong.web.pages.home.item import MOST, Item
from nuandong.web.wording import SOON_TONE, titled


def to_recheck(actor: Actor, now: datetime) -> Iterator[Item]:
    """What units say they have put right, the longest first."""
    for row in selectors.to_recheck(actor, limit=MOST):
        title = titled(_("复查督查问题"), row.what)
        yield Item(SOON_TONE, title, reverse("finding", args=[row.id]), action=_("复查"), icon="flag")
