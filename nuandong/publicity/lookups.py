"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.publicity.errors import no_such
from nuandong.publicity.models import Announcement, Opinion


def announcement_of(identity: UUID) -> Announcement:
    """An entry of the publicity log, a voided one included."""
    return only(Announcement.objects.filter(id=identity), no_such(_("宣传登记")))


def opinion_of(identity: UUID) -> Opinion:
    """An item of public opinion, with its task."""
    return only(Opinion.objects.select_related("task").filter(id=identity), no_such(_("舆情")))
