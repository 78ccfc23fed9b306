"""Versions of plans: kept on first use, read back by their hash."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from nuandong.kernel.ids import new_id
from nuandong.plans.loader import LIBRARY_VERSION, LoadedPlan, parse_stored
from nuandong.plans.models import Obligation, PlanVersion
from nuandong.plans.schema import Plan


def keep(loaded: LoadedPlan, *, now: datetime) -> PlanVersion:
    """The stored version of a checked plan; the same text is stored once, whoever comes first."""
    plan = loaded.plan
    PlanVersion.objects.bulk_create(
        [
            PlanVersion(
                id=new_id(now),
                plan=plan.plan,
                title=plan.title,
                family=plan.family,
                level=plan.level,
                hash=loaded.hash,
                text=loaded.text,
                library_version=LIBRARY_VERSION,
                stored_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    version = PlanVersion.objects.get(hash=loaded.hash)
    Obligation.objects.bulk_create(
        (
            Obligation(
                id=new_id(now),
                version=version,
                position=position,
                code=duty.id,
                kind=duty.kind,
                title=duty.title,
                strength=duty.strength.value,
                source=duty.source,
                responsible=duty.responsible or "",
            )
            for position, duty in enumerate(plan.duties)
        ),
        ignore_conflicts=True,
    )
    return version


class Plans(Mapping[str, Plan]):
    """Every stored plan by the hash of its text, read when it is asked for."""

    def __getitem__(self, plan_hash: str) -> Plan:
        return _plan(plan_hash)

    def __iter__(self) -> Iterator[str]:
        return iter(PlanVersion.objects.values_list("hash", flat=True))

    def __len__(self) -> int:
        return PlanVersion.objects.count()


@lru_cache(maxsize=200)
def _plan(plan_hash: str) -> Plan:
    # A text never changes under its hash, so what was read once stays true; a missing one is not remembered.
    try:
        return parse_stored(PlanVersion.objects.get(hash=plan_hash).text)
    except PlanVersion.DoesNotExist:
        raise KeyError(plan_hash) from None
