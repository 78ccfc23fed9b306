"""One row by its id, or NotFound in the words of the office; and who acted last on it."""

from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.org.rows import only
from nuandong.rescue.errors import no_such, raced
from nuandong.rescue.models import Clue, Dispatch, PatrolRound


def clue_of(identity: UUID) -> Clue:
    """A clue of the entered scope."""
    return only(Clue.objects.select_related("place").filter(id=identity), no_such(_("线索")))


def locked_clue(identity: UUID) -> Clue:
    """The clue as it is once everybody else on it is through; others wait until this act is done."""
    clue_of(identity)
    Clue.objects.select_for_update(no_key=True).get(id=identity)
    return clue_of(identity)


def dispatch_of(identity: UUID) -> Dispatch:
    """A dispatch of the entered scope, with its clue and team."""
    return only(Dispatch.objects.select_related("clue", "team").filter(id=identity), no_such(_("派出记录")))


def round_of(identity: UUID) -> PatrolRound:
    """A patrol round of the entered scope, with its team."""
    return only(PatrolRound.objects.select_related("team").filter(id=identity), no_such(_("巡查记录")))


def raced_on(subject: UUID) -> Conflict:
    """The conflict that names who acted last on a clue or round."""
    last = journal.history(subject=subject, limit=1)
    return raced(org.names_of([last[0].actor]).get(last[0].actor, "") if last else "")
