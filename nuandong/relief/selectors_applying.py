"""Applications, meetings and packs as the pages of the first three steps show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, When

from nuandong.geo.areas import in_region
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import freezes, notices
from nuandong.relief.actions.record_assessment import MEETING, VOTE
from nuandong.relief.lookups import application_of
from nuandong.relief.models import Application, CardSeen, Hand, Meeting, Need, Objection, Pack, Season, Vote
from nuandong.relief.ordering import APPLICATIONS, At, in_order
from nuandong.relief.policies_applying import SEE
from nuandong.relief.steps import ENDED, ApplicationState, ObjectionState, PackState
from nuandong.vault import api as vault

_TURN: Final = Case(
    *(When(state=state, then=place) for place, state in enumerate(PackState)), output_field=IntegerField()
)
"""Packs under way first, in the order of the steps."""
MOST_FOUND: Final = 100
INCOMPLETE: Final = "incomplete"
"""Reported, and the facts are not whole, so that there is no amount."""


_TOLD_WHY: Final = {
    ApplicationState.RETURNED: "relief.application_returned",
    ApplicationState.REFUSED: "relief.application_refused",
}
"""States that somebody gave a reason for, and the event that holds it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a season a list shows; empty: everything. `state` may be `INCOMPLETE`, `households` are those found."""

    state: str = ""
    region: int | None = None
    category: str = ""
    held: bool = False
    households: Collection[UUID] | None = None


def application(identity: UUID, *, by: Actor) -> Application:
    """One that the actor sees. Raises NotFound, Forbidden."""
    permissions.check(by, SEE)
    found = application_of(identity)
    return found if by.sees(found.region) else application_of(UUID(int=0))


def applications(
    of: Season, *, by: Actor, wanted: Wanted, limit: int, order: str = "-date", after: At | None = None
) -> list[Application]:
    """Of a season in an order of `ordering.APPLICATIONS`; the next page starts `after` the last. Raises Forbidden."""
    permissions.check(by, SEE)
    return list(in_order(_narrowed(of, wanted), order, APPLICATIONS, after)[:limit])


def _narrowed(of: Season, wanted: Wanted) -> QuerySet[Application]:
    rows = Application.objects.filter(season=of)
    if wanted.state == INCOMPLETE:
        rows = rows.filter(state=ApplicationState.REPORTED, amount_fen=None)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.region is not None:
        rows = rows.filter(in_region(wanted.region))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.households is not None:
        rows = rows.filter(household__in=wanted.households)
    if wanted.held:
        rows = rows.filter(_held(of))
    return rows


def _held(of: Season) -> Q:
    """Whom an open objection or an audit keeps where they are, and who has not ended."""
    objected = Q(Exists(Objection.objects.filter(application=OuterRef("id"), state=ObjectionState.OPEN)))
    frozen = Q()
    for freeze in freezes.in_force(of.year):
        frozen |= in_region(freeze.region)
    under_way = ~Q(state__in=sorted(ENDED))
    return (objected | frozen if frozen else objected) & under_way


def found_by(words: str, *, by: Actor, on: date, region: int | None) -> set[UUID]:
    """The households a search finds: by the village's own number, or by who lives there. Raises Invalid, Forbidden."""
    numbered = people.households_of(by=by, on=on, region=region, number=words, limit=MOST_FOUND)
    try:
        persons = [one.card.id for one in people.search(words, by=by, limit=MOST_FOUND).people]
    except Invalid:
        # A household's own number need not be anything a person is searched by.
        if not numbered:
            raise
        persons = []
    return {one.id for one in numbered} | people.homes_of(persons, by=by, on=on)


def to_assess(of: Season, region: int) -> QuerySet[Application]:
    """Who waits for the assessment of a village."""
    rows = Application.objects.filter(season=of, region=region, state=ApplicationState.REPORTED)
    return rows.order_by("id")


def living(of: Season, region: int, households: Collection[UUID]) -> dict[UUID, Application]:
    """Which of some households of a village have applied and are still in it."""
    rows = Application.objects.filter(season=of, region=region, household__in=households)
    return {one.household_id: one for one in rows.exclude(state__in=sorted(ENDED))}


def asked(of: Season, region: int) -> tuple[QuerySet[Any], ...]:
    """What says that a household of a village was thought of: a ledger of the year, an application, whatever became of
    it. A registered household that neither speaks of may have been missed (DIS-017)."""
    applied = Application.objects.filter(season=of, region=region)
    return applied, Need.objects.filter(region=region, season=of.year, ended_at=None)


def packs(of: Season, *, by: Actor) -> list[Pack]:
    """Of a season, those under way first; `homes` and `fen` are what is in each. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Pack.objects.filter(season=of).annotate(homes=Count("applications"), fen=Sum("applications__amount_fen"))
    return list(rows.order_by(_TURN, "region", "-number")[:500])


def waiting_packs(by: Actor, state: PackState) -> int:
    """How many packs of open seasons in the own regions stand in a state."""
    return Pack.objects.filter(state=state, season__closed_at=None).count()


def pack_homes(pack: Pack, today: date) -> tuple[list[Application], Mapping[UUID, str]]:
    """The households of a pack, and what still keeps each of them where it is, in words."""
    rows = list(pack.applications.select_related("season").order_by("id")[:2000])
    steps = {ApplicationState.ASSESSED: "assess", ApplicationState.REVIEWED: "review"}
    kept: dict[UUID, str] = {}
    for state, step in steps.items():
        kept |= notices.waiting([one for one in rows if one.state == state], today, steps=[step])  # type: ignore[list-item]
    return rows, kept


def meeting(identity: UUID, *, by: Actor) -> Meeting:
    """One that the actor sees. Raises NotFound, Forbidden."""
    permissions.check(by, SEE)
    found = Meeting.objects.select_related("season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise NotFound("relief.no_meeting", _("没有找到这次评议会。"), _("请从申请页面打开。"))
    return found


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote with its words."""

    row: Vote
    opinion: str


def votes_of(*, meeting: UUID | None = None, application: UUID | None = None) -> list[Voted]:
    """The votes of a meeting, or about a household."""
    rows = Vote.objects.select_related("meeting", "application").order_by("id")
    rows = rows.filter(meeting=meeting) if meeting else rows.filter(application=application)
    return [Voted(one, _opened(VOTE, "opinion_sealed", one.id, one.opinion_sealed)) for one in rows]


def why_back(row: Application) -> str:
    """Why a household was given back or refused: for everybody who sees it, since the village acts upon it."""
    kind = _TOLD_WHY.get(ApplicationState(row.state))
    last = journal.history(subject=row.id, kinds=[kind], limit=1) if kind else []
    return journal.texts([one.id for one in last]).get(last[0].id, {}).get("reason", "") if last else ""


def card_of(application: UUID) -> CardSeen | None:
    """The card of a household as it was seen last."""
    return CardSeen.objects.filter(application=application).order_by("-seen_at").first()


def chair_of(row: Meeting) -> str:
    """Who led it; empty for a meeting from before this was asked."""
    return _opened(MEETING, "chair_sealed", row.id, row.chair_sealed)


def words_of(row: Meeting) -> tuple[list[str], str]:
    """Who came, and the minutes."""
    names = _opened(MEETING, "attendance_sealed", row.id, row.attendance_sealed).splitlines()
    return names, _opened(MEETING, "minutes_sealed", row.id, row.minutes_sealed)


def hands_of(application: UUID) -> list[Hand]:
    return list(Hand.objects.filter(application=application).order_by("at", "id"))


def counted(seasons: Collection[UUID], states: Collection[str]) -> int:
    """How many applications of some seasons stand in some states, as far as the actor sees."""
    return Application.objects.filter(season__in=seasons, state__in=list(states)).count()


def _opened(table: str, column: str, row: UUID, kept: bytes | memoryview | None) -> str:
    return vault.open_sealed(table, column, row, bytes(kept)) if kept else ""
