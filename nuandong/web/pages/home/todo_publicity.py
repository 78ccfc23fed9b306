"""Answers to public opinion that wait for the unit that found it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.publicity import selectors_opinion as selectors
from nuandong.web.pages.home.item import MOST, Item
from nuandong.web.wording import SOON_TONE, titled


def to_settle(actor: Actor, now: datetime) -> Iterator[Item]:
    """What units answered, the longest first. What is still to be answered stands there as a task."""
    for row in selectors.to_settle(actor, limit=MOST):
        title = titled(_("办结舆情"), row.what)
        yield Item(SOON_TONE, title, reverse("opinion", args=[row.id]), action=_("办结"), icon="message-2")
