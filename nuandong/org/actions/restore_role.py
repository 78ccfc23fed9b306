from datetime import datetime

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue, events, lookups, permissions
from nuandong.org.actions.define_role import check_not_own, subject_of
from nuandong.org.actors import check_in_person
from nuandong.org.models import Role


@transaction.atomic
def restore_role(*, by: Actor, now: datetime, code: str, reason: str = "") -> Role:
    """Give a role back the form it has in library/roles; from then on it follows upgrades again.

    Raises NotNow for a role that is no default one or was never changed, Forbidden for one the actor holds, Conflict
    when another role has taken its title meanwhile.
    """
    permissions.check(by, "org.role.change")
    check_in_person(by)
    role = lookups.role_of(code)
    default = catalogue.default_roles().get(code)
    if default is None or not role.changed_locally:
        raise NotNow("org.role_is_default", _("这个角色没有可恢复的默认设置。"), _("请直接修改角色。"))
    check_not_own(by, code, now=now)
    held = sorted(default.permissions)
    had = set(role.permissions)
    role.title, role.about, role.field = default.title, default.about, default.field
    role.permissions, role.changed_locally, role.changed_at = held, False, now
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise Conflict("org.role_title", _("已有同名角色。"), _("请先给另一个角色换名。")) from error
    payload = events.RoleChanged(role=code, added=sorted(set(held) - had), removed=sorted(had - set(held)))
    journal.record(payload, by=by, now=now, region=by.region, subject=subject_of(code), reason=reason or None)
    return role
