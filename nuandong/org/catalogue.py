"""The reference files in library/roles: permissions, default roles, separation of duties. Read once, checked whole."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

FOLDER: Final = Path(__file__).resolve().parents[2] / "library" / "roles"

_ROLE_CODE: Final = r"^[a-z][a-z_]*$"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+){1,2}$", max_length=60)]
RoleCode = Annotated[str, StringConstraints(pattern=_ROLE_CODE, max_length=40)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Permission(_Entry):
    """One permission: `second_factor` ones need a one-time code in the session, `delegable` ones may be lent."""

    title: Title
    second_factor: bool = False
    delegable: bool = True


class RoleDefault(_Entry):
    title: Title
    about: str = Field(default="", max_length=200)
    field: bool = False
    permissions: tuple[Code, ...]


class RolePair(_Entry):
    """Two roles that nobody may hold at the same time."""

    id: str
    title: str
    one: RoleCode
    other: RoleCode
    source: str


class ActPair(_Entry):
    """Two acts that one person may not do in one case."""

    id: str
    title: str
    one: Code
    other: Code
    source: str


class _Permissions(_Entry):
    permissions: dict[Code, Permission]


class _Roles(_Entry):
    roles: dict[RoleCode, RoleDefault]


class Separation(_Entry):
    roles: tuple[RolePair, ...]
    acts: tuple[ActPair, ...]


_File = TypeVar("_File", bound=BaseModel)


@cache
def permissions() -> Mapping[str, Permission]:
    """Every permission by code."""
    return _read("permissions.yaml", _Permissions).permissions


@cache
def default_roles() -> Mapping[str, RoleDefault]:
    """The default roles by code. `Invalid` if one names a permission that does not exist."""
    roles = _read("roles.yaml", _Roles).roles
    for code, role in roles.items():
        check_permissions(role.permissions, where=code)
    return roles


@cache
def separation() -> Separation:
    """The separation of duties. `Invalid` if a pair names an unknown role."""
    rules = _read("separation.yaml", Separation)
    known = default_roles()
    for pair in rules.roles:
        for code in (pair.one, pair.other):
            if code not in known:
                raise _broken("separation.yaml", f"{pair.id}: {code}")
    return rules


def check_permissions(codes: Iterable[str], *, where: str) -> None:
    """Raise `Invalid` naming the first code that no permission has."""
    unknown = sorted(set(codes) - set(permissions()))
    if unknown:
        raise Invalid(
            "org.permission_unknown",
            _("%(where)s：没有名为 %(permission)s 的权限。"),
            _("请从权限列表中选择。"),
            field="permissions",
            where=where,
            permission=unknown[0],
        )


@cache
def second_factor_permissions() -> frozenset[str]:
    """The permissions refused until a one-time code was given in the session."""
    return frozenset(code for code, permission in permissions().items() if permission.second_factor)


@cache
def delegable_permissions() -> frozenset[str]:
    """The permissions an absent person may lend."""
    return frozenset(code for code, permission in permissions().items() if permission.delegable)


def is_role_code(code: str) -> bool:
    """Whether a role may be called so: small letters and underscores, at most forty."""
    return re.fullmatch(_ROLE_CODE, code) is not None and len(code) <= 40


def _read(name: str, shape: type[_File]) -> _File:
    try:
        data = YAML(typ="safe").load((FOLDER / name).read_text("utf-8"))
        return shape.model_validate(data)
    except (OSError, YAMLError) as error:
        raise _broken(name, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _broken(name, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _broken(name: str, detail: str) -> Invalid:
    return Invalid(
        "org.catalogue_broken",
        _("角色资料文件 %(name)s 有误：%(detail)s。"),
        _("请更正文件后重新启动。"),
        name=name,
        detail=detail,
    )
