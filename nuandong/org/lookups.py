"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.errors import no_such
from nuandong.org.models import Account, Delegation, Post, Role, Staff, Unit


def unit_of(identity: UUID) -> Unit:
    """A unit that still exists."""
    found = Unit.objects.filter(id=identity, active=True).first()
    if found is None:
        raise no_such(_("单位"))
    return found


def staff_of(identity: UUID, *, lock: bool = False) -> Staff:
    """Somebody in office, with his unit; `lock` makes others wait who act on the same person."""
    rows = Staff.objects.select_related("unit").filter(id=identity, active=True)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise no_such(_("在职人员"))
    return found


def account_of(identity: UUID) -> Account:
    """An account with its staff and unit, closed ones included."""
    found = Account.objects.select_related("staff__unit").filter(id=identity).first()
    if found is None:
        raise no_such(_("账号"))
    return found


def role_of(code: str) -> Role:
    """A role by its code."""
    found = Role.objects.filter(code=code).first()
    if found is None:
        raise no_such(_("角色"))
    return found


def post_of(identity: UUID) -> Post:
    """A post with its holder, role and unit, ended ones included."""
    found = Post.objects.select_related("staff__unit", "role", "unit").filter(id=identity).first()
    if found is None:
        raise no_such(_("任职"))
    return found


def delegation_of(identity: UUID) -> Delegation:
    """A delegation with its post, ended ones included."""
    found = Delegation.objects.select_related("post", "giver").filter(id=identity).first()
    if found is None:
        raise no_such(_("委托"))
    return found
