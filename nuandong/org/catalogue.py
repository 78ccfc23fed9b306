"""The reference files in library/roles: permissions, default roles, separation of duties. Read once, checked whole."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.kernel.reference import Title
from nuandong.kernel.text import gettext_noop as _

FOLDER: Final = reference.LIBRARY / "roles"

_ROLE_CODE: Final = r"^[a-z][a-z_]*$"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+){1,2}$", max_length=60)]
RoleCode = Annotated[str, StringConstraints(pattern=_ROLE_CODE, max_length=40)]


class Permission(reference.Entry):
    """One permission: `second_factor` ones need a one-time code in the session, `delegable` ones may be lent."""

    title: Title
    second_factor: bool = False
    delegable: bool = True


class RoleDefault(reference.Entry):
    title: Title
    about: str = Field(default="", max_length=200)
    field: bool = False
    permissions: tuple[Code, ...]


class RolePair(reference.Entry):
    """Two roles that nobody may hold at the same time."""

    id: str
    title: str
    one: RoleCode
    other: RoleCode
    source: str


class ActPair(reference.Entry):
    """Two acts that one person may not do in one case."""

    id: str
    title: str
    one: Code
    other: Code
    source: str


class _Permissions(reference.Entry):
    permissions: dict[Code, Permission]


class _Roles(reference.Entry):
    roles: dict[RoleCode, RoleDefault]


class Separation(reference.Entry):
    """`titles`: acts of the pairs that are no permission of their own."""

    roles: tuple[RolePair, ...]
    acts: tuple[ActPair, ...]
    titles: Mapping[Code, Title]


@cache
def permissions() -> Mapping[str, Permission]:
    """Every permission by code."""
    return reference.read(FOLDER / "permissions.yaml", _Permissions).permissions


@cache
def default_roles() -> Mapping[str, RoleDefault]:
    """The default roles by code. `Invalid` if one names a permission that does not exist."""
    roles = reference.read(FOLDER / "roles.yaml", _Roles).roles
    for code, role in roles.items():
        check_permissions(role.permissions, where=code)
    return roles


@cache
def separation() -> Separation:
    """The separation of duties. `Invalid` if a pair names an unknown role."""
    rules = reference.read(FOLDER / "separation.yaml", Separation)
    known = default_roles()
    for pair in rules.roles:
        for code in (pair.one, pair.other):
            if code not in known:
                raise reference.broken(FOLDER / "separation.yaml", f"{pair.id}: {code}")
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
