"""Reference files under library/: YAML read once and checked whole against a shape.

A county puts its own file of the same name into a local folder (NUANDONG_LIBRARY); it stands in for ours whole.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import DomainError, Invalid
from nuandong.kernel.text import gettext_noop as _

LIBRARY: Final = Path(__file__).resolve().parents[2] / "library"

Title = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""What something is called on a page."""

_MOST_SAID: Final = 20
"""Mistakes of one file that are told at once."""
_local: list[Path] = []
_left_out: set[Path] = set()
"""Files that were found broken, while all of them are looked for."""

Shape = TypeVar("Shape", bound=BaseModel)


class Broken(Invalid):
    """A file that cannot be read: which, and where in it."""

    def __init__(self, file: Path, where: str) -> None:
        super().__init__(
            "reference_broken",
            _("资料文件 %(path)s 有误：%(where)s。"),
            _("请对照原文件改正后重新启动。"),
            path=f"{file.parent.name}/{file.name}",
            where=where,
        )
        self.file = local(file) or file


class Entry(BaseModel):
    """What such files are made of: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def use_local(folder: Path) -> None:
    """Let the files of a folder stand in for those of the library; called once, before anything is read."""
    _local[:] = [folder]
    _left_out.clear()


def local(path: Path) -> Path | None:
    """The county's own file in place of one of the library, if there is one."""
    if not path.is_relative_to(LIBRARY):
        return None
    own = (folder / path.relative_to(LIBRARY) for folder in _local)
    return next((file for file in own if file.is_file() and file not in _left_out), None)


def listed(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder of the library, by name, those standing in for them and those added to them."""
    found = {path.name: path for path in folder.glob(pattern)}
    if folder.is_relative_to(LIBRARY):
        for own in _local:
            theirs = set((own / folder.relative_to(LIBRARY)).glob(pattern)) - _left_out
            found.update({path.name: path for path in theirs})
    return [found[name] for name in sorted(found)]


def problems(readers: Iterable[Callable[[], object]]) -> Iterator[str]:
    """One sentence for each file that cannot be read. A county's file that is broken is left out from then on, so that
    the next mistake is found as well."""
    said = set()
    for read in readers:
        trouble: DomainError | None = None
        while (trouble := _trouble(read)) is not None:
            # Files that build on a broken one fail with the same words.
            if str(trouble) not in said:
                said.add(str(trouble))
                yield str(trouble)
            if not isinstance(trouble, Broken) or trouble.file in _left_out or trouble.file.is_relative_to(LIBRARY):
                break
            _left_out.add(trouble.file)


def _trouble(read: Callable[[], object]) -> DomainError | None:
    try:
        read()
    except DomainError as trouble:
        return trouble
    return None


def read(path: Path, shape: type[Shape]) -> Shape:
    """The file as `shape`; raises `Invalid` (code `reference_broken`) that names the file and the place in it."""
    path = local(path) or path
    try:
        content: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return shape.model_validate(content)
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise broken(path, str(error).splitlines()[0]) from error
    except ValidationError as error:
        some = error.errors()[:_MOST_SAID]
        raise broken(path, "；".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in some)) from error


def broken(path: Path, where: str) -> Broken:
    """What is wrong with a file, and where."""
    return Broken(path, where)
