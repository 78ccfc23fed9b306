"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.supervision.errors import no_such
from nuandong.supervision.models import Draw, DrawPick, Finding, Visit


def draw_of(identity: UUID) -> Draw:
    """A draw of the entered scope."""
    return only(Draw.objects.filter(id=identity), no_such(_("抽查")))


def pick_of(identity: UUID) -> DrawPick:
    """Something that was drawn, with its draw."""
    return only(DrawPick.objects.select_related("draw").filter(id=identity), no_such(_("抽取结果")))


def visit_of(identity: UUID) -> Visit:
    """A visit of the entered scope."""
    return only(Visit.objects.filter(id=identity), no_such(_("督查记录")))


def finding_of(identity: UUID) -> Finding:
    """A finding of the entered scope, with its task."""
    return only(Finding.objects.select_related("task").filter(id=identity), no_such(_("督查问题")))
