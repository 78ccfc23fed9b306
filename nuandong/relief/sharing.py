"""The needs of a season put before `policy.sharing`: what a budget would give each township, village and household."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from django.db.models import Sum

from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, at_level, level_of
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.sharing import Need as Claimed
from nuandong.policy.sharing import Place, Share, Shared, share_out
from nuandong.relief import groups
from nuandong.relief.models import Application, Entitlement, Need, Season
from nuandong.relief.steps import ENDED, ApplicationState

Basis = Literal["applications", "ledger"]
Bounds = Mapping[int, tuple[int, int | None]]
"""Region (12-digit code of a township or village) → the least and the most it gets, in fen; None: no ceiling."""

MAX_BUDGET_FEN: Final = 10**13
PER_PERSON_FEN: Final = 15_000
"""What the form begins with: the food grant of 001#7 (DIS-012)."""
_COUNTED: Final = sorted(set(ApplicationState) - ENDED)


def share(
    season: Season,
    budget_fen: int,
    *,
    basis: Basis,
    on: date,
    per_person_fen: int = PER_PERSON_FEN,
    bounds: Bounds | None = None,
) -> Shared:
    """What each gets of a budget in fen, with words; places are 12-digit codes as text.

    Basis `applications`: every household that is not refused, by its amount and priority, paid in full or not at all;
    whom a plan in force `on` the day puts first (DIS-004) is in the first class and first in its village (`groups`).
    Basis `ledger`: the persons in need of the ledgers in force, so much for each, village by village (DIS-015).
    Raises Invalid: no needs, a bound that cannot be, floors beyond the budget.
    """
    if not 0 <= budget_fen <= MAX_BUDGET_FEN:
        raise Invalid("relief.budget", _("资金数额不对。"), _("请填写 0 元以上的数额。"), field="budget")
    needs = _households(season, on) if basis == "applications" else _villages(season, per_person_fen)
    if not needs:
        raise Invalid(
            "relief.no_needs",
            _("还没有可以分配的需要。"),
            _("请先受理申请或导入台账。"),
            field="basis",
        )
    return share_out(budget_fen, needs, _granted_first(season, _places(bounds or {}, needs, budget_fen)))


def _granted_first(season: Season, places: dict[Place, tuple[int, int | None]]) -> dict[Place, tuple[int, int | None]]:
    """What is granted in a village already comes first there: a new allocation cannot give less (`ceilings`)."""
    rows = Entitlement.objects.filter(season=season, ended_at=None).order_by().values_list("region")
    for region, fen in rows.annotate(fen=Sum("amount_fen")):
        least, most = places.get(_place(region), (0, None))
        places[_place(region)] = max(least, fen), most if most is None else max(most, fen)
    return places


def _households(season: Season, on: date) -> list[Claimed]:
    chosen = Application.objects.filter(season=season, state__in=_COUNTED, amount_fen__gt=0)
    rows = list(chosen.only("id", "region", "household", "amount_fen", "priority", "category", "facts"))
    found = groups.ranks(rows, on)
    # Rows of a class are served in the order of their numbers.
    line = sorted(rows, key=lambda one: (one.region, *groups.standing(one, found.get(one.id)), one.id))
    return [
        Claimed(
            number, _place(one.region), str(one.id), one.amount_fen or 0, groups.standing(one, found.get(one.id))[0]
        )
        for number, one in enumerate(line, 1)
    ]


def _villages(season: Season, per_person_fen: int) -> list[Claimed]:
    if per_person_fen <= 0:
        raise Invalid("relief.per_person", _("每人多少元不对。"), _("请填写大于 0 的数额。"), field="per_person")
    rows = Need.objects.filter(in_region(season.region), season=season.year, ended_at=None)
    sums = rows.values_list("region").annotate(people=Sum("persons")).filter(people__gt=0).order_by("region")
    return [
        Claimed(number, _place(region), "", people * per_person_fen) for number, (region, people) in enumerate(sums, 1)
    ]


def _place(village: int) -> Place:
    return str(at_level(village, Level.TOWNSHIP)), str(village)


def _places(bounds: Bounds, needs: list[Claimed], budget_fen: int) -> dict[Place, tuple[int, int | None]]:
    known = {place for need in needs for place in (need.place, (need.place[0], ""))}
    found = {}
    for region, (least, most) in bounds.items():
        place = (str(region), "") if level_of(region) == Level.TOWNSHIP else _place(region)
        if place not in known:
            raise Invalid(
                "relief.bound_nowhere",
                _("%(region)d 没有需要分配的户。"),
                _("请去掉这一处的最低和最高数额。"),
                field="bounds",
                region=region,
            )
        if least < 0 or (most is not None and most < least):
            raise Invalid(
                "relief.bound_crossed",
                _("%(region)d 的最高数额低于最低数额。"),
                _("请改正。"),
                field="bounds",
                region=region,
            )
        found[place] = (least, most)
    townships = sum(least for (_name, village), (least, _most) in found.items() if not village)
    if townships > budget_fen:
        raise Invalid(
            "relief.floors_beyond", _("各乡镇最低数额合计超过资金总额。"), _("请调低最低数额。"), field="bounds"
        )
    return found


def region_of(share: Share) -> int:
    return int(share.place[1] or share.place[0])


def digest(shared: Shared) -> str:
    """SHA-256 over (level, region, household, fen) of every share, hexadecimal."""
    rows = sorted(f"{one.level},{region_of(one)},{one.household},{one.share}" for one in shared.shares)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
