"""Photos that show work."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from nuandong.files.storing import stored_as
from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.errors import no_such

EVIDENCE: Final = "tasks.evidence"
"""What photos of work are stored for."""


def check_stored(files: Iterable[UUID]) -> None:
    """Raise NotFound for a file of another scope, or one that was stored for something else."""
    if any(not stored_as(file, EVIDENCE) for file in files):
        raise no_such(_("照片"))
