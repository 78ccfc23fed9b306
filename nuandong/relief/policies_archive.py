"""What archives are taken by, and where their content is kept."""

from typing import Final

TAKE: Final = "relief.archive.take"
PLACE: Final = ("relief_archive", "content_sealed")
"""Table and column, which the vault binds the content to."""
