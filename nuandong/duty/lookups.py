"""One row by its id, or NotFound in the words of the office; and the words of events about shifts."""

from typing import Any
from uuid import UUID

from nuandong.duty.errors import no_such
from nuandong.duty.models import Post, Shift, Team, Vehicle, VehicleUse
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.org.rows import only


def team_of(identity: UUID) -> Team:
    """A team that still exists, in the entered scope."""
    return only(Team.objects.filter(id=identity, active=True), no_such(_("队伍")))


def vehicle_of(identity: UUID) -> Vehicle:
    """A vehicle in use, in the entered scope; others who act on it wait."""
    return only(Vehicle.objects.select_for_update(no_key=True).filter(id=identity, active=True), no_such(_("车辆")))


def post_of(identity: UUID) -> Post:
    """A post that still exists, in the entered scope."""
    return only(Post.objects.filter(id=identity, active=True), no_such(_("值班岗位")))


def shift_of(identity: UUID) -> Shift:
    """A shift with its post, in the entered scope."""
    return only(Shift.objects.select_related("post", "team").filter(id=identity), no_such(_("班次")))


def use_of(identity: UUID) -> VehicleUse:
    """A use of a vehicle, in the entered scope."""
    return only(VehicleUse.objects.select_related("vehicle").filter(id=identity), no_such(_("用车记录")))


def check_staff(identity: UUID) -> None:
    """Raise NotFound unless somebody is in office."""
    found = org.staff_by_id(identity)
    if found is None or not found.active:
        raise no_such(_("在职人员"))


def told(shift: Shift) -> dict[str, Any]:
    """What every event about a shift says of it."""
    post, team = shift.post, shift.team
    return {
        "post": post and post.code,
        "team": shift.team_id,
        "team_kind": team and team.kind,
        "leader": shift.leader,
        "staff": shift.staff_id,
    }
