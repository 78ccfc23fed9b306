"""Notices that wait on the wall, and objections that wait for an answer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.relief import policies_notices as policies
from nuandong.relief import selectors_noticing as selectors
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.steps import NoticeState
from nuandong.web.pages.home.item import MOST, Item
from nuandong.web.pages.relief_notices import showing
from nuandong.web.wording import INFO, LATE, SOON_TONE, titled


def notices(actor: Actor, now: datetime) -> Iterator[Item]:
    """To be posted, photographed on the last day, taken down: those that hang in places of one's own."""
    today = local_date(now)
    rows = selectors.to_do(actor, today, limit=MOST)
    for line in showing.lines(rows, now):
        row = line["row"]
        if not permissions.allows(actor, POST, region=policies.hangs_at(row)):
            continue
        words, tone = _("撤下公示"), LATE
        if row.state == NoticeState.PREPARED:
            words, tone = _("张贴公示"), INFO
        elif row.ends_on == today:
            words, tone = _("拍公示最后一天的照片"), SOON_TONE
        title = titled(words, f"{line['title']} {line['village']}")
        url = reverse("relief-notice", args=[row.id])
        yield Item(tone, title, url, note=line["left"], action=_("办理"), icon="speakerphone")


def objections(actor: Actor, now: datetime) -> Iterator[Item]:
    for row in listed(selectors.open_objections(actor).select_related("line").order_by("id")[:MOST]):
        title = titled(_("答复公示异议"), row.line.head_masked)
        yield Item(SOON_TONE, title, reverse("relief-objection", args=[row.id]), action=_("答复"), icon="message-2")
