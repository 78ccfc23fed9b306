"""Integrity findings that wait for somebody to look into them: one line, however many there are."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.relief import selectors_findings as selectors
from nuandong.web.pages.home.item import Item
from nuandong.web.wording import SOON_TONE


def to_decide(actor: Actor, now: datetime) -> Iterator[Item]:
    """How many there are, and where they are."""
    count = selectors.waiting().count()
    if count:
        title = _("%(n)d 条冬春救助疑点待核实") % {"n": count}
        yield Item(SOON_TONE, title, reverse("relief-findings"), action=_("核实"), icon="flag")
