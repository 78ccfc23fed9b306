"""Households by when they were registered."""

from datetime import datetime

from django.db.models import QuerySet

from nuandong.geo.areas import in_region
from nuandong.people.models import Household


def homes_registered(region: int, *, since: datetime, until: datetime | None) -> "QuerySet[Household]":
    """Those of a region (12-digit code) that were registered between two moments, both included; None: since then."""
    rows = Household.objects.filter(in_region(region), registered_at__gte=since)
    return rows.filter(registered_at__lte=until) if until else rows
