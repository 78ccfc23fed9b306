"""Lists in an order that the reader chose, page by page by key: the value it is ordered by, then the id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, Case, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Extract

from nuandong.relief.steps import ApplicationState

Row = TypeVar("Row", bound=Model)
_EDGE: Final = 2**63

APPLICATIONS: Final[Mapping[str, Any]] = {
    "place": F("region"),
    "date": Cast(Extract("reported_at", "epoch"), BigIntegerField()),
    "state": Case(
        *(When(state=state, then=Value(at)) for at, state in enumerate(ApplicationState)),
        output_field=BigIntegerField(),
    ),
    "persons": F("persons"),
    "amount": Coalesce("amount_fen", Value(-1), output_field=BigIntegerField()),
}
"""What applications may be ordered by: whole numbers all of them; without an amount comes before 0. Names are sealed,
so nothing can order by them."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a page starts: behind the row with this value and id."""

    value: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.value}~{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "At | None":
        """The cursor of an address; a mangled one means the first page."""
        value, _mark, identity = (text or "").partition("~")
        try:
            at = cls(int(value), UUID(identity))
        except ValueError:
            return None
        return at if -_EDGE <= at.value < _EDGE else None


def in_order(rows: QuerySet[Row], order: str, known: Mapping[str, Any], after: At | None) -> QuerySet[Row]:
    """The rows by one of the known values, `-` before it for the greatest first; each says it as `ordered_by`.

    Rows of one value come the newest first either way.
    """
    down = order.startswith("-")
    ordered: QuerySet[Any] = rows.annotate(ordered_by=known[order.removeprefix("-")])
    if after is not None:
        beyond = Q(ordered_by__lt=after.value) if down else Q(ordered_by__gt=after.value)
        ordered = ordered.filter(beyond | Q(ordered_by=after.value, id__lt=after.id))
    return ordered.order_by("-ordered_by" if down else "ordered_by", "-id")
