from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import contains, validate
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.places import places_in
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id, random_signs
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.kinds import UnitKind
from nuandong.org.lookups import unit_of
from nuandong.supervision.drawing import SEED_BYTES, Inspector, Pick, Pools, Target, draw
from nuandong.supervision.errors import required
from nuandong.supervision.events import DrawMade
from nuandong.supervision.models import Draw, DrawPick
from nuandong.supervision.policies.draw import check_numbers, check_pools

MAKE: Final = "supervision.draw.make"
_TITLE: Final = 80
_HEX: Final = "0123456789abcdef"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Out of what is drawn: places and units of these kinds in the region, inspectors of these units.

    `wanted` targets are drawn, `each` of them with so many inspectors.
    """

    place_kinds: Collection[PlaceKind] = ()
    unit_kinds: Collection[UnitKind] = ()
    inspecting: Collection[UUID]
    wanted: int
    each: int = 2


@transaction.atomic
def make_draw(*, by: Actor, now: datetime, region: int, title: str, wanted: Wanted) -> Draw:
    """Draw what is visited and who visits it; the pools and a fresh seed are kept, so that it can be repeated.

    `region` is a 12-digit code. Nobody is drawn for his own unit or township. Raises Forbidden, OutOfScope, NotFound
    for a unit, Invalid for words, numbers or pools out of which it cannot be done. Source: OPS-005, VISIT-022.
    """
    validate(region, field="region")
    permissions.check(by, MAKE, region=region)
    named = clean_line(title, _TITLE, field="title")
    if not named:
        raise required("title", _("抽查名称"))
    check_numbers(wanted.wanted, wanted.each)
    pools = _pools(by, region, wanted)
    check_pools(pools)
    seed = random_signs(_HEX, 2 * SEED_BYTES)
    made = Draw.objects.create(
        id=new_id(now),
        region=region,
        title=named,
        place_kinds=sorted(kind.value for kind in wanted.place_kinds),
        unit_kinds=sorted(kind.value for kind in wanted.unit_kinds),
        pools=pools.written(),
        digest=pools.digest(),
        seed=seed,
        made_at=now,
        made_by=by.staff,
    )
    picks = draw(pools, seed)
    DrawPick.objects.bulk_create(_row(made, number, pick, now) for number, pick in enumerate(picks, 1))
    payload = DrawMade(
        wanted=len(picks),
        of=len(pools.targets),
        seed=seed,
        digest=made.digest,
        drawn=[UUID(pick.target.id) for pick in picks],
        inspectors=[UUID(one.id) for pick in picks for one in pick.inspectors],
    )
    journal.record(payload, by=by, now=now, region=region, subject=made.id, text={"title": named})
    return made


def _pools(by: Actor, region: int, wanted: Wanted) -> Pools:
    if not wanted.place_kinds and not wanted.unit_kinds:
        raise required("place_kinds", _("点位类型或单位类型"))
    if not wanted.inspecting:
        raise required("inspectors", _("督查人员所在单位"))
    places = places_in(region, kinds=wanted.place_kinds) if wanted.place_kinds else ()
    targets = [Target(str(place.id), place.region) for place in places]
    if wanted.unit_kinds:
        units = [node.unit for node in org.units_tree(by) if contains(region, node.unit.region)]
        targets += [Target(str(unit.id), unit.region, str(unit.id)) for unit in units if unit.kind in wanted.unit_kinds]
    for unit in wanted.inspecting:
        permissions.check(by, MAKE, region=unit_of(unit).region)
    people = org.people_of(wanted.inspecting)
    inspectors = [Inspector(str(one.id), str(one.unit_id), one.unit.region) for one in people]
    return Pools(tuple(sorted(targets)), tuple(sorted(inspectors)), wanted.wanted, wanted.each)


def _row(made: Draw, number: int, pick: Pick, now: datetime) -> DrawPick:
    target = UUID(pick.target.id)
    return DrawPick(
        id=new_id(now),
        region=made.region,
        draw=made,
        number=number,
        place=None if pick.target.unit else target,
        unit=target if pick.target.unit else None,
        inspectors=[UUID(one.id) for one in pick.inspectors],
    )
