"""The reference files in library/supplies: items and kits. Read once, checked whole."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.supplies.kinds import Category

FOLDER: Final = Path(__file__).resolve().parents[2] / "library" / "supplies"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Size = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,10}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemDefault(_Entry):
    name: Word
    unit: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    category: Category
    sizes: tuple[Size, ...] = ()
    perishable: bool = False


class KitDefault(_Entry):
    name: Word
    about: Annotated[str, StringConstraints(max_length=200)] = ""
    source: str
    items: dict[Code, Annotated[int, Field(ge=1, le=100)]]


class _Items(_Entry):
    items: dict[Code, ItemDefault]


class _Kits(_Entry):
    kits: dict[Code, KitDefault]


_File = TypeVar("_File", bound=BaseModel)


@cache
def default_items() -> Mapping[str, ItemDefault]:
    """The default items by code."""
    return _read("items.yaml", _Items).items


@cache
def default_kits() -> Mapping[str, KitDefault]:
    """The default kits by code. `Invalid` if one names an item that does not exist."""
    kits = _read("kits.yaml", _Kits).kits
    for code, kit in kits.items():
        if unknown := sorted(set(kit.items) - set(default_items())):
            raise _broken("kits.yaml", f"{code}: {unknown[0]}")
    return kits


def _read(name: str, shape: type[_File]) -> _File:
    try:
        return shape.model_validate(YAML(typ="safe").load((FOLDER / name).read_text("utf-8")))
    except (OSError, YAMLError) as error:
        raise _broken(name, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _broken(name, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _broken(name: str, detail: str) -> Invalid:
    return Invalid(
        "supplies.catalogue_broken",
        _("物资资料文件 %(name)s 有误：%(detail)s。"),
        _("请更正文件后重新启动。"),
        name=name,
        detail=detail,
    )
