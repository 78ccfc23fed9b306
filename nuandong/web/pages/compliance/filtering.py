"""The filters of compliance as they stand in an address, and what they ask of the lists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuandong.geo.codes import is_code, span
from nuandong.kernel.actors import Span
from nuandong.kernel.clock import SHANGHAI, day_start, local_date
from nuandong.plans.engine.records import STATUS_TITLES, Status
from nuandong.plans.listing import FAILED, Asked, Position
from nuandong.web.pages.journal.presenting import day
from nuandong.web.paging import uuid_cursor
from nuandong.web.regions import code_of

USUAL: Final = timedelta(days=6)
"""Without a word about it, what was due in the last seven days is shown, today included."""
ALL: Final = "all"
FAILED_WORD, SOON_WORD = "failed", "soon"
_NAME_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Filters:
    """`only`: the region alone, without what lies in it. `at`: a past moment; `since` None: the whole season."""

    region: int | None
    only: bool
    obligation: UUID | None
    plan: str
    status: str
    since: date | None
    at: datetime | None

    @property
    def active(self) -> bool:
        return any((self.region, self.obligation, self.plan, self.status, self.at))

    @property
    def asked(self) -> Asked:
        return Asked(
            since=day_start(self.since) if self.since else None,
            within=self._within(),
            obligation=self.obligation,
            plan=self.plan or None,
            statuses=self._statuses(),
            due_soon=self.status == SOON_WORD,
        )

    def url(self, name: str = "compliance", **changes: Any) -> str:
        """The address of a page with these filters, some of them changed; None takes one away."""
        values: dict[str, Any] = {
            "region": self.region,
            "only": 1 if self.only else None,
            "obligation": self.obligation,
            "plan": self.plan or None,
            "status": self.status or None,
            "since": self.since.isoformat() if self.since else ALL,
            "at": f"{self.at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" if self.at else None,
        } | changes
        query = urlencode({key: value for key, value in values.items() if value is not None})
        return f"{reverse(name)}?{query}"

    def _within(self) -> Span | None:
        if self.region is None:
            return None
        return Span(self.region, self.region + 1) if self.only else span(self.region)

    def _statuses(self) -> Collection[Status]:
        if self.status == FAILED_WORD:
            return FAILED
        return (Status(self.status),) if self.status in set(Status) else ()


def filters(query: QueryDict, now: datetime) -> Filters:
    """Read an address; what makes no sense filters nothing."""
    status = query.get("status", "")
    region = code_of(query.get("region"))
    at = moment(query.get("at", ""), now)
    since = query.get("since", "")
    usual = local_date(at or now) - USUAL
    return Filters(
        region=region if region is not None and is_code(region) else None,
        only=query.get("only") == "1",
        obligation=uuid_cursor(query.get("obligation")),
        plan=query.get("plan", "")[:_NAME_LENGTH],
        status=status if status in {*Status, FAILED_WORD, SOON_WORD} else "",
        since=None if since == ALL else day(since) or usual,
        at=at,
    )


def moment(text: str, now: datetime) -> datetime | None:
    """A past moment as a browser's field writes it, Shanghai time; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    return found if found < now else None


def status_choices() -> list[tuple[str, str]]:
    """The choices of the filter, what went wrong first."""
    together = [("", _("全部")), (FAILED_WORD, _("有问题的")), (SOON_WORD, _("即将到期"))]
    return together + [(one.value, _(STATUS_TITLES[one])) for one in Status]


def spans_of_time(chosen: Filters, now: datetime) -> Sequence[tuple[str, str, bool]]:
    """Quick choices of the time looked at: words, address, whether it is this one."""
    today = local_date(chosen.at or now)
    days = [
        (_("今天"), today),
        (_("近 7 天"), today - USUAL),
        (_("近 30 天"), today - timedelta(days=29)),
        (_("整个冬季"), None),
    ]
    return [
        (words, chosen.url(since=since.isoformat() if since else ALL), chosen.since == since) for words, since in days
    ]


def written(position: Position) -> str:
    """The place of a line in the list, for the address of the next page."""
    return "_".join(str(part) for part in position)


def read_position(text: str | None) -> Position | None:
    """The `before` of an address; a mangled one means the first page."""
    try:
        rank, place, last = (text or "").split("_")
        return int(rank), int(place), UUID(last)
    except ValueError:
        return None
