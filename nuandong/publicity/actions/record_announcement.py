from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import stored_as
from nuandong.geo.codes import contains, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.plans.contents import check_notice
from nuandong.publicity.catalogue import channel_of
from nuandong.publicity.errors import no_such, required
from nuandong.publicity.events import Announced
from nuandong.publicity.links import checked_link
from nuandong.publicity.models import Announcement
from nuandong.publicity.policies.announcement import check_numbers, check_serves, shown
from nuandong.publicity.serving import servable
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.kinds_of_work import kinds

RECORD: Final = "publicity.entry.record"
PROOF: Final = "publicity.proof"
"""What photos of publicity are stored for."""
_TITLE: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was made known: `times` how often, `copies` how many papers or messages, `reached` of `base` whom; `duty` is
    the duty of a plan that it serves, `files` are stored photos."""

    channel: str
    title: str
    times: int = 1
    copies: int | None = None
    reached: int | None = None
    base: int | None = None
    link: str = ""
    duty: UUID | None = None
    files: Sequence[UUID] = ()


@transaction.atomic
def record_announcement(
    *, by: Actor, now: datetime, region: int, said: Said, acted_at: datetime | None = None
) -> Announcement:
    """Enter what was made known in the log; it meets duties of plans that ask for its channel or its work.

    Raises Forbidden, OutOfScope, NotFound for a photo or duty that is not there, Invalid. Source: OPS-007.
    """
    validate(region, field="region")
    permissions.check(by, RECORD, region=region)
    title = clean_line(said.title, _TITLE, field="title")
    if not title:
        raise required("title", _("宣传内容"))
    link = checked_link(said.link)
    _check(said, region, acted_at or now)
    identity = new_id(now)
    works = [
        record_work(by=by, now=now, region=region, acted_at=acted_at, subject=identity, what=what)
        for what in _counted(said, title, region, now)
    ]
    payload = Announced(
        unit=by.unit,
        through=said.channel,
        times=said.times,
        copies=said.copies,
        reached=said.reached,
        work=[work.work for work in works],
        files=list(said.files),
    )
    event = journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=region, subject=identity, text={"words": title}
    )
    return Announcement.objects.create(
        id=identity,
        region=region,
        unit=by.unit,
        channel=said.channel,
        title=title,
        link=link,
        times=said.times,
        copies=said.copies,
        reached=said.reached,
        base=said.base,
        duty=said.duty,
        works=[work.id for work in works],
        files=list(said.files),
        at=event.acted_at,
        recorded_at=now,
        recorded_by=by.staff,
        event=event.id,
    )


def _check(said: Said, region: int, at: datetime) -> None:
    check_numbers(channel_of(said.channel), said)
    check_notice("announcement", region=region, now=at, shows=shown(said))
    if any(not stored_as(file, PROOF) for file in said.files):
        raise no_such(_("照片"))


def _counted(said: Said, title: str, region: int, now: datetime) -> Iterator[Done]:
    """What it counts as: for a kind with a whole those reached, for every other the number of times."""
    works = dict.fromkeys((*channel_of(said.channel).works, *_served(said, region, now)))
    for work in works:
        whole = bool(kinds()[work].base)
        if whole and said.reached is None:
            continue
        done = said.reached if whole and said.reached is not None else said.times
        yield Done(work=work, done=done, base=said.base if whole else None, note=title)


def _served(said: Said, region: int, now: datetime) -> Sequence[str]:
    if said.duty is None:
        return ()
    found = next((one for one in servable(now, region=region) if one.duty == said.duty), None)
    if found is None:
        raise no_such(_("方案义务"))
    if not contains(found.region, region):
        raise Invalid(
            "publicity.duty_elsewhere",
            _("这项方案义务不在所选的地区。"),
            _("请改选地区，或不选方案义务。"),
            field="duty",
        )
    check_serves(found.asked, said)
    return found.asked.works[:1]
