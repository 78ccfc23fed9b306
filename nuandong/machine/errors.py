"""Troubles of the machine underneath: processes, folders, the embedded database."""

from pathlib import Path

from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop as _


class MachineError(DomainError):
    """Something of the operating system or the database stands in the way; `advice` says what an operator can do."""


def foreign(path: Path) -> MachineError:
    """The refusal for a file or folder that belongs to another user of the system."""
    return MachineError(
        "machine.foreign_folder",
        _("没有权限读写 %(path)s，它属于另一个系统用户。"),
        _("请换回建立数据文件夹的用户，或用 NUANDONG_DATA 指定另一个文件夹。"),
        path=str(path),
    )
