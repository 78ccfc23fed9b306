"""One row by its id, or NotFound in the words of the office."""

from uuid import UUID

from nuandong.kernel.text import gettext_noop as _
from nuandong.org.errors import no_such
from nuandong.org.models import Account, Delegation, Post, Role, Staff, Unit
from nuandong.org.rows import only


def unit_of(identity: UUID) -> Unit:
    """A unit that still exists."""
    return only(Unit.objects.filter(id=identity, active=True), no_such(_("单位")))


def staff_of(identity: UUID, *, lock: bool = False) -> Staff:
    """Somebody in office, with his unit; `lock` makes others wait who act on the same person."""
    rows = Staff.objects.select_related("unit").filter(id=identity, active=True)
    return only(rows.select_for_update(of=("self",)) if lock else rows, no_such(_("在职人员")))


def account_of(identity: UUID) -> Account:
    """An account with its staff and unit, closed ones included."""
    return only(Account.objects.select_related("staff__unit").filter(id=identity), no_such(_("账号")))


def role_of(code: str) -> Role:
    """A role by its code."""
    return only(Role.objects.filter(code=code), no_such(_("角色")))


def post_of(identity: UUID) -> Post:
    """A post with its holder, role and unit, ended ones included."""
    return only(Post.objects.select_related("staff__unit", "role", "unit").filter(id=identity), no_such(_("任职")))


def delegation_of(identity: UUID) -> Delegation:
    """A delegation with its post, ended ones included."""
    return only(Delegation.objects.select_related("post", "giver").filter(id=identity), no_such(_("委托")))
