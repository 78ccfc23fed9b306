"""Which cases a copy sheet shows: system, region, days; out of the address, mangled values fall back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.http import urlencode

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.org import permissions
from nuandong.reports.national.cases import Case, cases
from nuandong.reports.national.library import system_of, systems
from nuandong.reports.national.ordering import arranged
from nuandong.reports.national.shape import System
from nuandong.web.http import SignedRequest
from nuandong.web.regions import code_of

_NEEDS = {"stay": ("rescue.stay.see", "people.person.see"), "household": ("people.household.see", "people.person.see")}


@dataclass(frozen=True, slots=True)
class Choice:
    """`query` is the same choice as an address says it."""

    system: System
    region: int
    since: date
    until: date

    @property
    def query(self) -> str:
        return urlencode({"region": str(self.region), "since": str(self.since), "until": str(self.until)})

    def cases(self, request: SignedRequest, *, limit: int, after: UUID | None = None) -> list[Case]:
        return cases(
            self.system,
            by=request.actor,
            region=self.region,
            since=self.since,
            until=self.until,
            after=after,
            limit=limit,
        )


def open_systems(request: SignedRequest) -> list[System]:
    """The systems whose cases this person may see."""
    return [one for one in systems().values() if _may(request, one)]


def known(request: SignedRequest, code: str) -> System:
    """The system of an address, its fields as this person's county copies them; 404 for none, or for one whose cases
    this person may not see."""
    try:
        found = system_of(code)
    except NotFound:
        raise Http404 from None
    if not _may(request, found):
        raise Http404
    return arranged(found, request.actor.region)


def chosen(request: SignedRequest, code: str) -> Choice:
    """What the address asks for: without days this month, without a region one's own."""
    today = local_date(request.now)
    region = code_of(request.GET.get("region"))
    region = region if region is not None and request.actor.sees(region) else request.actor.region
    since = _day(request.GET.get("since")) or today.replace(day=1)
    until = _day(request.GET.get("until")) or today
    return Choice(known(request, code), region, min(since, until), until)


def _may(request: SignedRequest, system: System) -> bool:
    return all(permissions.allows(request.actor, one) for one in _NEEDS[system.cases])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
