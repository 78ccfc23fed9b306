import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import DOCUMENT_BYTES, store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.org import permissions
from nuandong.relief.events.papers import ScansTaken
from nuandong.relief.models import Scan
from nuandong.relief.scanning.codes import Target, target_of
from nuandong.relief.scanning.reading import ReadFile, ReadPage, read_file
from nuandong.relief.scanning.records import FILE, Place, place_of

PURPOSE: Final = "relief.scan"
MOST_PAGES: Final = 60
MOST_FILES: Final = 20


@dataclass(slots=True)
class Taken:
    """What came of an upload. `refused`: file name, page from 1 (0: the whole file), and why."""

    batch: UUID
    made: list[Scan] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[str, int, DomainError]] = field(default_factory=list)


@transaction.atomic
def take_scans(*, by: Actor, now: datetime, files: Sequence[tuple[str, bytes]], to: Target | None = None) -> Taken:
    """File pages of paper to the records that their codes name: photos, pictures, PDFs of up to 60 pages.

    A page without a code of ours goes with the page before it in the same PDF, else to `to`, else it waits to be filed
    by hand. A page that is there already changes nothing; one of a record out of scope is not kept. Raises Forbidden,
    and Invalid, NotFound or OutOfScope with the first reason when nothing could be kept. Source: product D.8, DIS-033.
    """
    permissions.check(by, FILE)
    if not 1 <= len(files) <= MOST_FILES:
        raise Invalid("relief.scan_files", _("一次请选 1 到 %(most)d 个文件。"), _("请分几次上传。"), most=MOST_FILES)
    given = place_of(to, by=by) if to else None
    done = Taken(new_id(now))
    for name, data in files:
        try:
            pages = _read(data)
        except DomainError as error:
            done.refused.append((name, 0, error))
            continue
        for number, page, place, how in _placed(name, pages, given, by, done):
            _keep(number, page, place, how, done, by=by, now=now)
    if not done.made and not done.known:
        raise done.refused[0][2]
    _tell(done, by=by, now=now)
    return done


def _read(data: bytes) -> Sequence[ReadPage]:
    """The pages, from a child process with limits. Raises Invalid."""
    if len(data) > DOCUMENT_BYTES:
        raise refused("too_big")
    try:
        found = run_limited(read_file, data, MOST_PAGES, memory_mb=1200, cpu_seconds=60, wall_seconds=120)
    except TooMuchError:
        found = ReadFile(refusal="unreadable")
    if found.refusal:
        raise refused(found.refusal)
    return found.pages


def _placed(
    name: str, pages: Sequence[ReadPage], given: Place | None, by: Actor, done: Taken
) -> Iterator[tuple[int, ReadPage, Place | None, str]]:
    """Each page from 1 with where it belongs, and how that is known; refused pages are noted instead."""
    before: Place | None = None
    for number, page in enumerate(pages, 1):
        target = next((one for one in map(target_of, page.texts) if one is not None), None)
        try:
            place = place_of(target, by=by) if target else before or given
        except DomainError as error:
            done.refused.append((name, number, error))
            before = None
            continue
        how = "code" if target else "follows" if before else "given" if given else ""
        before = place if target else before
        yield number, page, place, how


def _keep(number: int, page: ReadPage, place: Place | None, how: str, done: Taken, *, by: Actor, now: datetime) -> None:
    digest = hashlib.sha256(page.jpeg).hexdigest()
    if Scan.objects.filter(digest=digest).exists():
        done.known += 1
        return
    region = place.region if place else by.region
    kept = store_document(by=by, now=now, region=region, data=page.jpeg, purpose=PURPOSE, mime="image/jpeg")
    scan = Scan(
        id=new_id(now),
        region=region,
        file=kept,
        digest=digest,
        page=number,
        batch=done.batch,
        how=how,
        uploaded_by=by.staff,
        uploaded_at=now,
    )
    if place:
        scan.kind, scan.subject, scan.season = place.target.kind, place.target.subject, place.season
        scan.filed_by, scan.filed_at = by.staff, now
    scan.save(force_insert=True)
    done.made.append(scan)


def _tell(done: Taken, *, by: Actor, now: datetime) -> None:
    filed = [one for one in done.made if one.subject is not None]
    payload = ScansTaken(
        filed=len(filed),
        unread=len(done.made) - len(filed),
        refused=len(done.refused),
        known=done.known,
        subjects=sorted({one.subject for one in filed if one.subject is not None}),
    )
    journal.record(payload, by=by, now=now, region=by.region, subject=done.batch)


def refused(reason: str) -> Invalid:
    """The error for one of the reasons `read_file` knows."""
    message, advice = {
        "too_big": (_("文件太大，最多 20 MB。"), _("请分成几个文件，或降低扫描分辨率。")),
        "too_many_pages": (_("页数太多，一个文件最多 %(most)d 页。"), _("请分成几个文件。")),
    }.get(reason, (_("这个文件读不了。"), _("请上传照片、图片（JPEG、PNG、WebP）或没有密码的 PDF。")))
    return Invalid(f"relief.scan_{reason}", message, advice, field="sheets", most=MOST_PAGES)
