"""Reads behind the page of one unit, one person, one role: to show and to choose from. The scope has been entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from nuandong.geo import codes
from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import OutOfScope
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org import lookups, permissions
from nuandong.org.actors import valid_at
from nuandong.org.errors import no_such
from nuandong.org.kinds import PARTNERS
from nuandong.org.models import Account, HandoverRecord, Post, Role, Staff, Unit
from nuandong.org.selectors import UnitNode, within

CHOICES: Final = 300
"""People offered in one list; more are found by typing a part of the name."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with the units right below it, each with its number of people in office."""

    unit: Unit
    staff: int
    children: tuple[UnitNode, ...]


def unit_card(identity: UUID, *, by: Actor) -> Branch:
    """One unit with its children. Raises NotFound, Forbidden, OutOfScope. Three queries."""
    permissions.check(by, "org.staff.see")
    unit = Unit.objects.select_related("parent").filter(id=identity).first()
    if unit is None:
        raise no_such(_("单位"))
    _check_seen(by, unit.region)
    below = list(Unit.objects.filter(parent=unit, active=True).order_by("name", "id"))
    counted = Staff.objects.filter(unit__in=[unit, *below], active=True).values_list("unit").annotate(heads=Count("id"))
    heads = dict(counted.order_by())
    return Branch(unit, heads.get(unit.id, 0), tuple(UnitNode(one, 0, heads.get(one.id, 0)) for one in below))


def matching(nodes: Sequence[UnitNode], text: str) -> list[UnitNode]:
    """The part of a tree that holds `text` in a name, with everything above it; the whole tree for an empty text."""
    words = halfwidth(text[:40]).strip()
    if not words:
        return list(nodes)
    kept: list[UnitNode] = []
    # Read from the end, a node comes before everything above it: it is kept if it matches or lies above a kept one.
    above = 0
    for node in reversed(nodes):
        if words in node.unit.name or node.depth < above:
            kept.append(node)
            above = node.depth
    return kept[::-1]


def staff_card(identity: UUID, *, by: Actor) -> Staff:
    """One person with unit and account, those who left included. Raises NotFound, Forbidden, OutOfScope."""
    permissions.check(by, "org.staff.see")
    staff = Staff.objects.select_related("unit", "account").filter(id=identity).first()
    if staff is None:
        raise no_such(_("人员"))
    _check_seen(by, staff.unit.region)
    return staff


def account_card(identity: UUID, *, by: Actor) -> Account:
    """One account with its person and unit. Raises NotFound, OutOfScope."""
    account = lookups.account_of(identity)
    _check_seen(by, account.staff.unit.region)
    return account


def posts_now(staff: Sequence[UUID], *, now: datetime) -> dict[UUID, list[Post]]:
    """The posts that these people hold now, by person; one query."""
    found: dict[UUID, list[Post]] = {}
    held = Post.objects.filter(valid_at(now), staff__in=staff).select_related("role", "unit")
    for post in held.order_by("deputy", "role__title", "id"):
        found.setdefault(post.staff_id, []).append(post)
    return found


def role_card(code: str) -> Role:
    """One role; NotFound for an unknown code."""
    return lookups.role_of(code)


def holders(role: str, *, by: Actor, now: datetime) -> QuerySet[Post]:
    """The posts of a role held now within the actor's regions, by person."""
    held = Post.objects.filter(valid_at(now), within(by, "region"), role=role, staff__active=True)
    return held.select_related("staff__unit", "unit").order_by("staff__name", "id")


def holder_counts(*, by: Actor, now: datetime) -> dict[str, int]:
    """How many people hold each role now within the actor's regions; one query."""
    held = Post.objects.filter(valid_at(now), within(by, "region"), staff__active=True)
    counted = held.values_list("role").annotate(people=Count("staff", distinct=True)).order_by()
    return dict(counted)


def colleagues(
    by: Actor,
    *,
    text: str = "",
    near: Unit | None = None,
    without: Sequence[UUID] = (),
    above: bool = False,
    limit: int = CHOICES,
) -> list[Staff]:
    """People in office to choose from: those of the unit `near` first, then by unit and name; `text` is part of a name.

    With `above` those of units whose regions hold the actor's are there as well: the county's crew for a township.
    Somebody who may not look through the register still has to name a deputy, so this asks for no permission; it shows
    names and units only.
    """
    around = {code for span in by.spans for code in codes.ancestors(span.lo)} if above else set()
    reach = within(by, "unit__region") | Q(unit__region__in=around)
    rows = Staff.objects.filter(reach, active=True).exclude(id__in=without)
    if words := halfwidth(text[:40]).strip():
        rows = rows.filter(Q(name__contains=words) | Q(unit__name__contains=words))
    here = Case(When(unit=near.id if near else None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(rows.select_related("unit").order_by(here, "unit__name", "name", "id")[:limit])


def units_to_choose(by: Actor) -> list[Unit]:
    """The active units of the actor's regions, by region and name."""
    return list(Unit.objects.filter(within(by, "region"), active=True).order_by("region", "name", "id"))


def partners(region: int, *, limit: int = CHOICES) -> dict[UUID, str]:
    """The names of the partner units of the county around a region, by region and name.

    Whoever goes on a joint patrol has to name who came along, without looking through the register of units: this asks
    for no permission, since names of offices are public.
    """
    county = codes.at_level(region, codes.Level.COUNTY)
    units = Unit.objects.filter(in_region(county), kind__in=PARTNERS, active=True)
    return dict(units.order_by("region", "name", "id").values_list("id", "name")[:limit])


def handovers_of(staff: UUID) -> QuerySet[HandoverRecord]:
    """The hand-overs in which somebody gave or took work, latest first."""
    mine = HandoverRecord.objects.filter(Q(giver=staff) | Q(taker=staff))
    return mine.select_related("giver", "taker").order_by("-done_at", "-id")


def _check_seen(by: Actor, region: int) -> None:
    if not by.sees(region):
        raise OutOfScope("org.out_of_scope", _("这条记录不在您的管辖区域内。"), _("请转交所属地区办理。"))
