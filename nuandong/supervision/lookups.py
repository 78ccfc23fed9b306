"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.supervision.errors import no_such
from nuandong.supervision.models import Draw, DrawPick, Finding, Visit


def draw_of(identity: UUID) -> Draw:
    """A draw of the entered scope."""
    found = Draw.objects.filter(id=identity).first()
    if found is None:
        raise no_such(_("抽查"))
    return found


def pick_of(identity: UUID) -> DrawPick:
    """Something that was drawn, with its draw."""
    found = DrawPick.objects.select_related("draw").filter(id=identity).first()
    if found is None:
        raise no_such(_("抽取结果"))
    return found


def visit_of(identity: UUID) -> Visit:
    """A visit of the entered scope."""
    found = Visit.objects.filter(id=identity).first()
    if found is None:
        raise no_such(_("督查记录"))
    return found


def finding_of(identity: UUID) -> Finding:
    """A finding of the entered scope, with its task."""
    found = Finding.objects.select_related("task").filter(id=identity).first()
    if found is None:
        raise no_such(_("督查问题"))
    return found
