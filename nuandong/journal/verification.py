"""Proof that the record was not quietly changed: every sealed row is hashed again and compared with the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from django.db import connection

from nuandong.journal.models import Seal
from nuandong.journal.recording import open_sidecar
from nuandong.journal.sealing import DIGEST_BYTES, digest_rows, link, select_between
from nuandong.journal.types import START, Cursor
from nuandong.kernel.crypto import CryptoError
from nuandong.kernel.text import gettext_noop as _

Trouble = Literal[
    "changed", "missing", "inserted", "seal_broken", "seal_missing", "anchor_differs", "text_changed", "text_missing"
]

TROUBLE_WORDS: Final[dict[Trouble, str]] = {
    "changed": _("内容与封存时不一致"),
    "missing": _("封存后被删除"),
    "inserted": _("封存后被插入"),
    "seal_broken": _("封条与前后不相接"),
    "seal_missing": _("封条缺失"),
    "anchor_differs": _("链头与库外留存的不一致"),
    "text_changed": _("文字与封存时不一致"),
    "text_missing": _("文字缺失"),
}
"""Wording for pages and the command line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed: which event, or which seal."""

    trouble: Trouble
    event: UUID | None = None
    seal: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    sealed: int
    seals: int
    unsealed: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings


def verify(*, anchor_file: Path | None = None, texts: bool = False, newest: int | None = None) -> Report:
    """Walk the whole chain; needs a scope over every region and holds one seal's rows in memory at a time.

    `newest` looks only at so many seals at the end: what came before is taken as it is, and `Report.sealed` and
    `Report.seals` count what was looked at.

    `texts` also opens every encrypted sidecar and compares its digest (slower by far); words whose season key was
    destroyed are passed over, as they should be unreadable. The unsealed tail is counted, not judged.
    """
    findings: list[Finding] = []
    # Read before the chain: what is sealed meanwhile is not asked for.
    anchored = _anchored(anchor_file)
    base = _before_newest(newest)
    previous, after, number, total = bytes(DIGEST_BYTES), START, 0, 0
    if base is not None:
        previous, after, number = bytes(base.head), _end(base), base.number
    first = number
    heads: dict[int, str] = {}
    for seal in Seal.objects.filter(number__gt=first).order_by("number").iterator(chunk_size=20):
        number += 1
        while number < seal.number:
            findings.append(Finding("seal_missing", seal=number))
            number += 1
        digests = bytes(seal.digests)
        head = link(seal.number, bytes(seal.previous), seal.count, digests)
        if head != bytes(seal.head) or bytes(seal.previous) != previous or len(seal.ids) * DIGEST_BYTES != len(digests):
            findings.append(Finding("seal_broken", seal=seal.number))
        end = _end(seal)
        findings += _compare(seal, digests, after, end)
        if texts:
            findings += _texts(list(seal.ids), seal.number)
        previous, after, total = bytes(seal.head), end, total + seal.count
        heads[seal.number] = bytes(seal.head).hex()
    findings += _against(anchored, heads, first)
    return Report(sealed=total, seals=number - first, unsealed=count_after(after), findings=tuple(findings))


def _before_newest(newest: int | None) -> Seal | None:
    """The last seal that is not looked at, if only the newest are."""
    if newest is None:
        return None
    return Seal.objects.order_by("-number").defer("ids", "digests")[newest : newest + 1].first()


def _end(seal: Seal) -> Cursor:
    return Cursor(seal.last_epoch, seal.last_xid, seal.last_id)


def _compare(seal: Seal, digests: bytes, after: Cursor, end: Cursor) -> Iterator[Finding]:
    known = {event: digests[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES] for place, event in enumerate(seal.ids)}
    found = {row.cursor.id: row.digest for row in digest_rows(select_between(after, end))}
    for event, digest in known.items():
        if event not in found:
            yield Finding("missing", event=event, seal=seal.number)
        elif found[event] != digest:
            yield Finding("changed", event=event, seal=seal.number)
    for event in found.keys() - known.keys():
        yield Finding("inserted", event=event, seal=seal.number)


def _texts(ids: list[UUID], seal: int) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.text_digest, t.season, t.sealed, k.wrapped IS NULL FROM journal_event e "
            "LEFT JOIN journal_journaltext t ON t.event = e.id LEFT JOIN vault_datakey k ON k.season = t.season "
            "WHERE e.id = ANY(%s) AND e.text_digest IS NOT NULL",
            [ids],
        )
        rows = cursor.fetchall()
    for event, digest, season, sealed, destroyed in rows:
        if sealed is None:
            yield Finding("text_missing", event=event, seal=seal)
        elif not destroyed and not _text_holds(event, bytes(digest), season, bytes(sealed)):
            yield Finding("text_changed", event=event, seal=seal)


def _text_holds(event: UUID, digest: bytes, season: int, sealed: bytes) -> bool:
    try:
        return open_sidecar(sealed, season, event)[1] == digest
    except CryptoError:
        return False


def _anchored(path: Path | None) -> list[tuple[int, str]]:
    """Number and head of every seal that the anchor file remembers."""
    if path is None or not path.exists():
        return []
    lines = (line.split(" ") for line in path.read_text(encoding="ascii").splitlines())
    return [(int(number), head) for number, _at, head in lines]


def _against(anchored: list[tuple[int, str]], heads: dict[int, str], first: int) -> Iterator[Finding]:
    """Seals that the anchor file remembers and the database does not, or has differently: a cut or rewritten chain."""
    for number, head in anchored:
        if number <= first:
            continue
        if number not in heads:
            yield Finding("seal_missing", seal=number)
        elif heads[number] != head:
            yield Finding("anchor_differs", seal=number)


def count_after(after: Cursor) -> int:
    """Events of the entered scope behind a place in the order, settled or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM journal_event WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s)",
            [after.epoch, str(after.xid), after.id],
        )
        row = cursor.fetchone()
    return int(row[0])
