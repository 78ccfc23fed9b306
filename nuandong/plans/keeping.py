"""Records in the database: instances as rows, and rows as records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.plans.engine import Key, Record
from nuandong.plans.engine.records import Gap
from nuandong.plans.models import Activation, Instance, Obligation
from nuandong.plans.schema import Strength

_KEY: Final = frozenset({"id", "activation", "obligation", "scope", "anchor"})
_COLUMNS: Final = [field.name for field in Instance._meta.concrete_fields if field.name not in _KEY]


class Duties:
    """Ids of obligation rows by activation and code, read once."""

    def __init__(self) -> None:
        self._ids: dict[UUID, dict[str, UUID]] = {}

    def id_of(self, activation: UUID, code: str) -> UUID:
        if activation not in self._ids:
            rows = Obligation.objects.filter(version__activations=activation).values_list("code", "id")
            self._ids[activation] = dict(rows)
        return self._ids[activation][code]


def save(records: Mapping[Key, Record | None]) -> None:
    """Make the rows equal to the records; a key without a record loses its row."""
    duties = Duties()
    gone = [key.instance for key, record in records.items() if record is None]
    Instance.objects.filter(id__in=gone).delete()
    Instance.objects.bulk_create(
        (_row(record, duties) for record in records.values() if record is not None),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_COLUMNS,
        batch_size=500,
    )


def missing(keys: Iterable[Key]) -> list[Key]:
    """Those keys that have no row."""
    by_id = {key.instance: key for key in keys}
    found = set(Instance.objects.filter(id__in=by_id).values_list("id", flat=True))
    return [key for instance, key in by_id.items() if instance not in found]


def keys_of(activation: UUID, subject: UUID | None = None) -> list[Key]:
    rows = Instance.objects.filter(activation=activation)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [Key(*values) for values in rows.values_list("activation_id", "obligation__code", "scope", "anchor")]


def record_of(row: Instance) -> Record:
    """The record a row was made from; `row.obligation` should be at hand."""
    return Record(
        key=Key(row.activation_id, row.obligation.code, row.scope, row.anchor),
        kind=row.kind,
        region=row.region,
        subject=row.subject,
        strength=Strength(row.strength),
        source=row.obligation.source,
        starts_at=row.starts_at,
        due_at=row.due_at,
        keeps=row.keeps,
        still_wanted=row.still_wanted,
        applies=row.applies,
        needed=row.needed,
        done=row.done,
        satisfied_at=row.satisfied_at,
        fails_at=row.fails_at,
        released_at=row.released_at,
        held_since=row.held_since,
        waived_by=row.waived_by,
        explained_by=row.explained_by,
        late_entry=row.late_entry,
        evidence=tuple(row.evidence),
        gaps=tuple(_gap(*gap) for gap in row.gaps),
    )


def unrolled(activations: Iterable[UUID]) -> None:
    """Forget how far the clock was followed: the window or the plan of these changed."""
    Activation.objects.filter(id__in=list(activations)).update(rolled_to=None)


def _row(record: Record, duties: Duties) -> Instance:
    key = record.key
    return Instance(
        id=key.instance,
        activation_id=key.activation,
        obligation_id=duties.id_of(key.activation, key.obligation),
        scope=key.scope,
        anchor=key.anchor,
        region=record.region,
        subject=record.subject,
        kind=record.kind,
        strength=record.strength.value,
        starts_at=record.starts_at,
        soon_at=record.soon_at,
        due_at=record.due_at,
        keeps=record.keeps,
        still_wanted=record.still_wanted,
        applies=record.applies,
        in_time=record.in_time,
        released_in_time=record.released_in_time,
        needed=record.needed,
        done=record.done,
        satisfied_at=record.satisfied_at,
        fails_at=record.fails_at,
        released_at=record.released_at,
        held_since=record.held_since,
        waived_by=record.waived_by,
        explained_by=record.explained_by,
        late_entry=record.late_entry,
        evidence=list(record.evidence),
        gaps=[[gap.start.isoformat(), gap.end and gap.end.isoformat(), gap.leader_only] for gap in record.gaps],
    )


def _gap(start: str, end: str | None, leader_only: bool) -> Gap:
    return Gap(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None, leader_only)
