"""The papers of a village that go up to the township as one (DIS-026): list, applications, opinions, accounts, minutes,
photos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.reasons import stated
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.models import Application, Meeting, Notice, Pack
from nuandong.relief.papers.filling import taken
from nuandong.relief.papers.homes import Reader, case_rows
from nuandong.relief.policies_applying import MAX_HOMES, SEE
from nuandong.relief.selectors_applying import Voted, votes_of, words_of
from nuandong.relief.steps import ENDED

PACK = "village-pack"


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting with its words and votes."""

    row: Meeting
    names: Sequence[str]
    words: str
    votes: Sequence[Voted]


@dataclass(frozen=True, slots=True)
class Papers:
    """`homes`: an application and its line each. `photos`: what each shows, and the file."""

    pack: Pack
    homes: Sequence[tuple[Application, Mapping[str, Any]]]
    meetings: Sequence[Minutes]
    photos: Sequence[tuple[str, UUID]]

    @property
    def total_fen(self) -> int:
        return sum(one.amount_fen or 0 for one, _line in self.homes)

    @property
    def persons(self) -> int:
        return sum(one.persons for one, _line in self.homes)


def masked_pack(pack: Pack, *, by: Actor, now: datetime) -> Papers:
    """The papers of a pack with names and numbers masked. Raises Forbidden, OutOfScope."""
    permissions.check(by, SEE, region=pack.region)
    return _papers(pack, Reader(by, local_date(now), plain=False))


def plain_pack(pack: Pack, *, by: Actor, now: datetime, reason: str) -> Papers:
    """The same in full; the journal keeps who took it and why. Raises Forbidden, OutOfScope, Invalid."""
    permissions.check(by, SEE, region=pack.region)
    permissions.check(by, UNMASK, region=pack.region)
    why = stated(reason, _("请写明用途，例如“报乡镇审核”。"))
    found = _papers(pack, Reader(by, local_date(now), plain=True))
    taken(PACK, len(found.homes), pack.season, pack.region, by=by, now=now, plain=True, printed=True, reason=why)
    return found


def photos_of(pack: Pack) -> list[tuple[str, UUID]]:
    """Signed pages and photos of its meetings, photos of its posters, papers added by hand; words and file of each."""
    found: list[tuple[str, UUID]] = []
    for meeting in _meetings(pack):
        found += [(_("会议记录签字页"), one) for one in meeting.minutes_files]
        found += [(_("民主评议会"), one) for one in meeting.photos]
    for notice in Notice.objects.filter(pack=pack).order_by("id"):
        found += [(_("公示第一天"), notice.first_photo)] if notice.first_photo else []
        found += [(_("公示最后一天"), notice.last_photo)] if notice.last_photo else []
    return found + [(_("补充材料"), one) for one in pack.papers]


def _meetings(pack: Pack) -> list[Meeting]:
    rows = Meeting.objects.filter(votes__application__pack=pack, objection=None)
    return list(rows.distinct().order_by("held_at", "id"))


def _papers(pack: Pack, reader: Reader) -> Papers:
    rows = list(pack.applications.exclude(state__in=ENDED).order_by("id")[:MAX_HOMES])
    lines = list(case_rows(rows, pack.season, reader, told=True))
    meetings = [Minutes(one, *words_of(one), votes_of(meeting=one.id)) for one in _meetings(pack)]
    return Papers(pack, list(zip(rows, lines, strict=True)), meetings, photos_of(pack))
