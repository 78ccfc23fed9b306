"""The closed lists that forms and lists show: kinds of units, sexes, reasons of absence."""

from nuandong.org.models import Absence, Sex, UnitKind

__all__ = ["Absence", "Sex", "UnitKind"]
