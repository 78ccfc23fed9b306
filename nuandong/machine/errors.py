"""Troubles of the machine underneath: processes, folders, the embedded database."""

from nuandong.kernel.errors import DomainError


class MachineError(DomainError):
    """Something of the operating system or the database stands in the way; `advice` says what an operator can do."""
