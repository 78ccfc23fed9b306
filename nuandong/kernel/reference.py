"""Reference files under library/: YAML read once and checked whole against a shape.

A county puts its own file of the same name into a local folder (NUANDONG_LIBRARY); it stands in for ours whole.
"""

from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

LIBRARY: Final = Path(__file__).resolve().parents[2] / "library"

Title = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""What something is called on a page."""

_local: list[Path] = []

Shape = TypeVar("Shape", bound=BaseModel)


class Entry(BaseModel):
    """What such files are made of: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def use_local(folder: Path) -> None:
    """Let the files of a folder stand in for those of the library; called once, before anything is read."""
    _local[:] = [folder]


def local(path: Path) -> Path | None:
    """The county's own file in place of one of the library, if there is one."""
    if not path.is_relative_to(LIBRARY):
        return None
    own = (folder / path.relative_to(LIBRARY) for folder in _local)
    return next((file for file in own if file.is_file()), None)


def listed(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder of the library, by name, those standing in for them and those added to them."""
    found = {path.name: path for path in folder.glob(pattern)}
    if folder.is_relative_to(LIBRARY):
        for own in _local:
            found.update({path.name: path for path in (own / folder.relative_to(LIBRARY)).glob(pattern)})
    return [found[name] for name in sorted(found)]


def read(path: Path, shape: type[Shape]) -> Shape:
    """The file as `shape`; raises `Invalid` (code `reference_broken`) that names the file and the place in it."""
    path = local(path) or path
    try:
        content: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return shape.model_validate(content)
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise broken(path, str(error).splitlines()[0]) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise broken(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def broken(path: Path, where: str) -> Invalid:
    """What is wrong with a file, and where."""
    return Invalid(
        "reference_broken",
        _("资料文件 %(path)s 有误：%(where)s。"),
        _("请对照原文件改正后重新启动。"),
        path=f"{path.parent.name}/{path.name}",
        where=where,
    )
