"""The accounts that households of a region gave, whatever the season: what the register is compared by."""

from uuid import UUID

from django.db.models import Max

from nuandong.geo.areas import in_region
from nuandong.relief.models import Need
from nuandong.relief.paying.accounts import accounts_of


def account_numbers(region: int) -> dict[UUID, str]:
    """Household → its account in the open, as the latest season has it; three queries for each season."""
    needs = Need.objects.filter(in_region(region), ended_at=None)
    by_season: dict[int, list[UUID]] = {}
    for home, season in needs.order_by().values_list("household").annotate(Max("season")):
        by_season.setdefault(season, []).append(home)
    return {
        home: account.number
        for season, homes in by_season.items()
        for home, account in accounts_of(homes, season).items()
        if account.number
    }
