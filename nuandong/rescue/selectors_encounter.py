"""Reads of encounters, follow-up visits and department notices for pages, in the entered scope."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nuandong.kernel.errors import DomainError
from nuandong.machine.together import listed
from nuandong.rescue.kinds_encounter import LEFT_OUTSIDE, Outcome
from nuandong.rescue.lookups_station import follow_up_of
from nuandong.rescue.models import DepartmentNotice, Encounter, FollowUp, Stay
from nuandong.rescue.policies.encounter import Ending, refusal
from nuandong.rescue.reference_station import station
from nuandong.rescue.sealing import opened
from nuandong.rescue.states.encounter import EncounterState

PAGE: Final = 50
_ANYBODY: Final = UUID(int=0)


def get(encounter: UUID) -> Encounter | None:
    """One encounter with its clue, place, team, visits and notices; None outside the scope."""
    return _whole(Encounter.objects.filter(id=encounter)).first()


def of_clue(clue: UUID) -> list[Encounter]:
    """Everybody met on account of a clue, in the order of meeting."""
    return list(Encounter.objects.filter(clue=clue).order_by("at", "id"))


def of_round(patrol: UUID) -> list[Encounter]:
    """Everybody met on a patrol round, in the order of meeting."""
    return list(Encounter.objects.filter(patrol_round=patrol).order_by("at", "id"))


def open_of(*, team: UUID | None, staff: UUID) -> list[Encounter]:
    """Encounters without an ending that a team met or a person recorded, oldest first."""
    mine = Q(recorded_by=staff) if team is None else Q(recorded_by=staff) | Q(team=team)
    found = Encounter.objects.filter(mine, state=EncounterState.OPEN).select_related("place", "clue")
    return listed(found.order_by("at", "id")[:PAGE])


def visits_due(staff: UUID, *, until: datetime) -> list[FollowUp]:
    """The visits to refusers somebody has to make until a moment, the first due first."""
    due = visits_due_rows(staff, until=until)
    return listed(due.select_related("encounter__place").order_by("due_at", "id")[:PAGE])


def visits_due_rows(staff: UUID, *, until: datetime) -> QuerySet[FollowUp]:
    """The same, not asked for yet."""
    return FollowUp.objects.filter(owner=staff, done_at=None, due_at__lt=until)


def visit(follow_up: UUID) -> FollowUp:
    """One visit; NotFound outside the scope."""
    return follow_up_of(follow_up)


def note_of(encounter: Encounter) -> str:
    """What the crew noted about somebody met."""
    return opened(encounter, "note_sealed")


def told_or_to_tell(encounter: Encounter) -> list[tuple[str, str, datetime | None]]:
    """The departments of an encounter as (code, title, told at), those to tell first.

    To tell are those opened by a refusal, and the police where a category asks for them (RES-018, RES-041).
    """
    told = {one.department: one.told_at for one in encounter.department_notices.all()}
    rows = [(code, one.title, told.get(code)) for code, one in station().departments.items()]
    return sorted(rows, key=lambda row: (row[2] is not None, row[0] not in told))


def impossible(encounter: Encounter, outcome: Outcome) -> DomainError | None:
    """Why an encounter cannot end so whatever is filled in besides; None when it can.

    Asked with every paper at hand, so that only what the person's categories forbid remains.
    """
    told = frozenset(one.department for one in encounter.department_notices.all() if one.told_at is not None)
    willing = False if outcome in LEFT_OUTSIDE else encounter.willing
    grounds = [code for code, ground in station().grounds.items() if ground.categories & set(encounter.categories)]
    ending = Ending(
        outcome=outcome,
        willing=willing,
        legal_ground=grounds[0] if grounds else "",
        ground_by="-",
        medically_cleared=True,
        confirmed_by=_ANYBODY,
        guardian="-",
        kit=True,
        given=True,
        leaflet=True,
        hospital=_ANYBODY,
        tracker=_ANYBODY,
        seen=bool(encounter.photos),
        note="-",
        told=told,
    )
    return refusal(encounter.categories, encounter.state, ending, severe=encounter.weather_severe)


def stay_after(encounter: Encounter) -> UUID | None:
    """The stay in a station that an encounter led to; None when nobody arrived there yet."""
    return Stay.objects.filter(encounter=encounter).values_list("id", flat=True).first()


def has_photo(encounter: Encounter, file: UUID) -> bool:
    """Whether a stored file is one of the encounter's photos or the photo of its paper."""
    return file in encounter.photos or file == encounter.sheet_photo


def _whole(found: QuerySet[Encounter]) -> QuerySet[Encounter]:
    return found.select_related("clue", "place", "team", "person").prefetch_related(
        Prefetch("department_notices", DepartmentNotice.objects.order_by("opened_at", "id")),
        Prefetch("follow_ups", FollowUp.objects.order_by("due_at", "id")),
    )
