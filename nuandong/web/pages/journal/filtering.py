"""The filters of the journal as they stand in an address, and the events they leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.clock import day_start
from nuandong.org import selectors as org
from nuandong.web.pages.journal.presenting import day
from nuandong.web.pages.journal.words import MODULES
from nuandong.web.paging import uuid_cursor


@dataclass(frozen=True, slots=True)
class Filters:
    """`kind` is a kind or a module with a dot (`rescue.`); days are Shanghai days, both included."""

    kind: str
    who: str
    actor: UUID | None
    since: date | None
    until: date | None
    subject: UUID | None
    spans: tuple[Span, ...]
    """The regions of whoever asks."""

    @property
    def active(self) -> bool:
        return any((self.kind, self.who, self.actor, self.since, self.until, self.subject))

    def events(self, *, before: UUID | None, limit: int) -> list[Event]:
        """The events of the entered scope that are left, newest first."""
        return journal.history(
            subject=self.subject,
            actors=self._actors(),
            kinds=self._kinds(),
            since=day_start(self.since) if self.since else None,
            until=day_start(self.until + timedelta(days=1)) if self.until else None,
            spans=() if self.subject else self.spans,
            before=before,
            limit=limit,
        )

    def _actors(self) -> Collection[UUID] | None:
        if self.actor is not None:
            return [self.actor]
        return org.ids_by_name(self.who) if self.who else None

    def _kinds(self) -> Collection[str] | None:
        if not self.kind:
            return None
        if self.kind.endswith("."):
            return [kind for kind in journal.registered() if kind.startswith(self.kind)]
        return [self.kind]


def filters(query: QueryDict, by: Actor) -> Filters:
    """Read an address; what makes no sense filters nothing."""
    kind = query.get("kind", "")
    known = kind in journal.registered() or kind.removesuffix(".") in MODULES
    return Filters(
        kind=kind if known else "",
        who=query.get("who", "").strip()[:40],
        actor=uuid_cursor(query.get("actor")),
        since=day(query.get("since", "")),
        until=day(query.get("until", "")),
        subject=uuid_cursor(query.get("subject")),
        spans=by.spans,
    )


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of each module by title, the whole module first."""
    groups = []
    for module, words in MODULES.items():
        kinds = [(k, _(p.title)) for k, p in journal.registered().items() if k.startswith(f"{module}.")]
        if kinds:
            whole = _("%(module)s：全部") % {"module": _(words)}
            groups.append((_(words), [(f"{module}.", whole), *sorted(kinds, key=lambda kind: kind[1])]))
    return groups
