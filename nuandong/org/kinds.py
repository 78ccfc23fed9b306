"""The closed lists that forms and lists show: kinds of units, sexes, reasons of absence."""

from typing import Final

from nuandong.org.models import Absence, Sex, UnitKind

__all__ = ["PARTNERS", "Absence", "Sex", "UnitKind"]

PARTNERS: Final = frozenset(
    {UnitKind.POLICE, UnitKind.URBAN_MANAGEMENT, UnitKind.HEALTH, UnitKind.VOLUNTEER, UnitKind.PURCHASED_SERVICE}
)
"""Units that come along on joint patrols without belonging to civil affairs (RES-010)."""
