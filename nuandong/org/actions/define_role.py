from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue, events, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.errors import required
from nuandong.org.models import Post, Role

_SUBJECTS: Final = UUID("6f1f7a52-5d0c-5c33-9a54-2f4b7a3f0c11")


@transaction.atomic
def define_role(
    *,
    by: Actor,
    now: datetime,
    code: str,
    title: str,
    permissions_held: Collection[str],
    about: str = "",
    field: bool = False,
    reason: str = "",
) -> Role:
    """Change a role, or add one: its title and the list of its permissions. It keeps this form through upgrades.

    Raises Forbidden for a role that the actor holds himself, Invalid for an unknown permission or a malformed code,
    Conflict for a title already taken. Source: GB/T 22239-2019, least privilege.
    """
    permissions.check(by, "org.role.change")
    check_in_person(by)
    if not catalogue.is_role_code(code):
        raise Invalid("org.role_code", _("角色代码的格式不对。"), _("请用小写字母和下划线。"), field="code")
    name = clean_line(title, 40, field="title")
    if not name:
        raise required("title", _("角色名称"))
    held = sorted(set(permissions_held))
    catalogue.check_permissions(held, where=name)
    check_not_own(by, code, now=now)
    before = Role.objects.select_for_update().filter(code=code).first()
    try:
        with transaction.atomic():
            role, _created = Role.objects.update_or_create(
                code=code,
                defaults={
                    "title": name,
                    "about": clean_line(about, 200, field="about"),
                    "permissions": held,
                    "field": field,
                    "changed_locally": True,
                    "changed_at": now,
                },
            )
    except IntegrityError as error:
        raise Conflict("org.role_title", _("已有同名角色。"), _("请换一个名称。"), field="title") from error
    had = set(before.permissions) if before else set()
    payload = events.RoleChanged(role=code, added=sorted(set(held) - had), removed=sorted(had - set(held)))
    journal.record(payload, by=by, now=now, region=by.region, subject=subject_of(code), reason=reason or None)
    return role


def check_not_own(by: Actor, code: str, *, now: datetime) -> None:
    """Raise Forbidden for a role that the actor holds himself, now or later."""
    if Post.objects.filter(staff=by.staff, role=code).exclude(valid_until__lte=now).exists():
        raise Forbidden("org.own_role", _("不能修改自己担任的角色。"), _("请由其他系统管理员办理。"))


def subject_of(code: str) -> UUID:
    """The id under which the journal knows a role."""
    return uuid5(_SUBJECTS, code)


@transaction.atomic
def sync_roles(*, now: datetime) -> list[str]:
    """Bring the default roles of library/roles into the table; those changed locally stay. Returns the codes written.

    Run after each migration. Writes no event: the file's own history records what the defaults are.
    """
    catalogue.separation()
    kept = {role.code: role for role in Role.objects.select_for_update().all()}
    written = []
    for code, default in catalogue.default_roles().items():
        wanted = {
            "title": default.title,
            "about": default.about,
            "permissions": sorted(default.permissions),
            "field": default.field,
        }
        role = kept.get(code)
        if role and (role.changed_locally or all(getattr(role, name) == value for name, value in wanted.items())):
            continue
        Role.objects.update_or_create(code=code, defaults={**wanted, "changed_at": now})
        written.append(code)
    return written
