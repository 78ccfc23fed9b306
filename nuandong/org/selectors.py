"""Reads for pages: units, staff, posts, roles, accounts. Whoever asks is `by`; the caller has entered his scope."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from nuandong.geo import codes
from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import halfwidth
from nuandong.machine.together import listed
from nuandong.org import permissions, sessions
from nuandong.org.actors import valid_at
from nuandong.org.locks import LOCK_TIME
from nuandong.org.models import Account, Delegation, Post, Role, Staff, Unit
from nuandong.org.phones import open_phone


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit in the tree, with how deep it stands and how many people it has in office."""

    unit: Unit
    depth: int
    staff: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of people; `after` of the next page, None on the last."""

    rows: Sequence[Staff]
    after: tuple[str, UUID] | None


def units_tree(by: Actor) -> list[UnitNode]:
    """The active units of the actor's regions, parents before children, each level by name.

    A unit whose parent lies outside the regions stands at the top.
    """
    permissions.check(by, "org.staff.see")
    units = list(Unit.objects.filter(within(by, "region"), active=True).order_by("name", "id"))
    seen = {unit.id for unit in units}
    children: dict[UUID | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in seen else None, []).append(unit)
    heads = _heads([unit.id for unit in units])
    nodes: list[UnitNode] = []
    pending = [(unit, 0) for unit in reversed(children.get(None, []))]
    while pending:
        unit, depth = pending.pop()
        nodes.append(UnitNode(unit, depth, heads.get(unit.id, 0)))
        pending += [(child, depth + 1) for child in reversed(children.get(unit.id, []))]
    return nodes


def staff_page(
    by: Actor,
    *,
    text: str = "",
    unit: UUID | None = None,
    role: str | None = None,
    now: datetime,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
) -> Page:
    """People in office within the actor's regions, by name; `text` is part of a name. Pages by (name, id)."""
    permissions.check(by, "org.staff.see")
    rows = Staff.objects.filter(within(by, "unit__region"), active=True).select_related("unit", "account")
    if words := halfwidth(text[:40]).strip():
        rows = rows.filter(name__contains=words)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if role is not None:
        rows = rows.filter(id__in=Post.objects.filter(valid_at(now), role=role).values("staff"))
    if after is not None:
        name, identity = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=identity))
    found = list(rows.order_by("name", "id")[: limit + 1])
    shown = found[:limit]
    return Page(shown, (shown[-1].name, shown[-1].id) if len(found) > limit else None)


def staff_by_id(identity: UUID) -> Staff | None:
    """One person, those who left included; for showing who acted."""
    return Staff.objects.select_related("unit").filter(id=identity).first()


def names_of(staff: Sequence[UUID]) -> Mapping[UUID, str]:
    """Names by id, for timelines; ids that are nobody's are left out."""
    return dict(listed(Staff.objects.filter(id__in=set(staff)).values_list("id", "name")))


def phones_of(staff: Collection[UUID]) -> Mapping[UUID, str]:
    """Phone numbers in clear, digits only, of those who have one: for comparing, not for showing."""
    return {one.id: open_phone(one) for one in Staff.objects.filter(id__in=staff, phone_sealed__isnull=False)}


def ids_by_name(words: str, *, limit: int = 100) -> list[UUID]:
    """People with these characters in their name, those who left included: for finding what they did."""
    sought = halfwidth(words[:40]).strip()
    if not sought:
        return []
    return list(Staff.objects.filter(name__contains=sought).order_by("id").values_list("id", flat=True)[:limit])


def people_of(units: Collection[UUID]) -> list[Staff]:
    """Everybody in office of these units, with the unit, by id."""
    return list(Staff.objects.select_related("unit").filter(unit__in=units, active=True).order_by("id"))


def unit_names(units: Sequence[UUID]) -> Mapping[UUID, str]:
    """Names of units by id."""
    return dict(Unit.objects.filter(id__in=set(units)).values_list("id", "name"))


def posts_of(staff: UUID) -> QuerySet[Post]:
    """Every post of somebody, latest first, ended ones included."""
    return Post.objects.filter(staff=staff).select_related("role", "unit").order_by("-valid_from", "-id")


def post_regions(staff: Collection[UUID], *, now: datetime) -> dict[UUID, list[int]]:
    """The regions of the posts people hold now, the widest first: what they see. One query."""
    found: dict[UUID, list[int]] = {}
    rows = Post.objects.filter(valid_at(now), staff__in=staff).order_by("-valid_from", "id")
    for holder, region in rows.values_list("staff", "region"):
        found.setdefault(holder, []).append(region)
    return {holder: sorted(regions, key=codes.level_of) for holder, regions in found.items()}


def holders_of(role: str, *, region: int, now: datetime) -> list[Staff]:
    """Who holds a role now for a region or one around it: nearest region first, in it the holders before the deputies.

    What an escalation rings up; those standing in by a delegation of the whole post count as deputies.
    """
    around = [region, *codes.ancestors(region)]
    posts = Post.objects.filter(valid_at(now), role=role, region__in=around, staff__active=True)
    lent = Delegation.objects.filter(
        valid_at(now),
        valid_at(now, "post__"),
        post__role=role,
        post__region__in=around,
        permissions=[],
        taker__active=True,
    )
    found = [(around.index(post.region), post.deputy, post.staff) for post in posts.select_related("staff__unit")]
    found += [(around.index(loan.post.region), True, loan.taker) for loan in lent.select_related("post", "taker__unit")]
    ordered = sorted(found, key=lambda one: (one[0], one[1], one[2].name, one[2].id))
    return list({staff.id: staff for _near, _deputy, staff in ordered}.values())


def holders_within(role: str, *, region: int, now: datetime) -> list[Staff]:
    """Who holds a role now for a region or one inside it, by name."""
    posts = Post.objects.filter(in_region(region), valid_at(now), role=role, staff__active=True)
    return sorted({post.staff for post in posts.select_related("staff")}, key=lambda one: (one.name, one.id))


def delegations_of(staff: UUID, *, now: datetime) -> QuerySet[Delegation]:
    """What somebody has lent or borrowed, now or later, soonest first."""
    mine = Delegation.objects.filter(Q(giver=staff) | Q(taker=staff), valid_until__gt=now)
    running = mine.filter(valid_until__gt=F("valid_from"))
    return running.select_related("giver", "taker", "post__role", "post__unit").order_by("valid_from", "id")


def roles() -> QuerySet[Role]:
    """Every role with its permissions, by title."""
    return Role.objects.order_by("title")


def account_of_staff(staff: UUID) -> Account | None:
    """The account of somebody, if he has one."""
    return Account.objects.select_related("staff__unit").filter(staff=staff).first()


def locked_accounts(by: Actor, *, now: datetime) -> QuerySet[Account]:
    """Accounts of the actor's regions that are locked now, longest first; the duty leader may open them."""
    permissions.check(by, "org.lockout.lift")
    since = now - LOCK_TIME
    held = Q(locked_at__gt=since) | Q(totp_locked_at__gt=since) | Q(pin_locked_at__isnull=False)
    accounts = Account.objects.filter(held, within(by, "staff__unit__region"), active=True)
    return accounts.select_related("staff__unit").order_by(F("locked_at").asc(nulls_last=True), "username")


def people_on_machine(machine: UUID, *, now: datetime) -> list[Account]:
    """Who may carry on at this machine by PIN: signed in here by password this shift, with a PIN set."""
    here = sessions.pin_grounds(machine, now=now).values("account")
    accounts = Account.objects.filter(id__in=here, active=True, staff__active=True)
    ready = accounts.exclude(pin_hash="").filter(must_change_password=False, pin_locked_at=None)
    return list(ready.select_related("staff__unit").order_by("staff__name", "id"))


def _heads(units: Sequence[UUID]) -> dict[UUID, int]:
    staff = Staff.objects.filter(unit__in=units, active=True).values("unit").annotate(heads=Count("id"))
    return dict(staff.values_list("unit", "heads"))


def within(by: Actor, column: str) -> Q:
    """The tables here carry no row-level policy, so the actor's spans are a filter."""
    inside = Q()
    for span in by.spans:
        inside |= Q(**{f"{column}__gte": span.lo, f"{column}__lt": span.hi})
    return inside
