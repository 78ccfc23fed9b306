"""Reference files under library/: YAML read once and checked whole against a shape."""

from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

LIBRARY: Final = Path(__file__).resolve().parents[2] / "library"

Shape = TypeVar("Shape", bound=BaseModel)


class Entry(BaseModel):
    """What such files are made of: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def read(path: Path, shape: type[Shape]) -> Shape:
    """The file as `shape`; raises `Invalid` (code `reference_broken`) that names the file and the place in it."""
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
