"""Queries about whom the money reached, and whether list, bank file and the bank's answer say the same. Sums in fen."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from nuandong.files.storing import read
from nuandong.journal import api as journal
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import DomainError
from nuandong.people.kinds import Relation
from nuandong.relief.integrity import money
from nuandong.relief.integrity.looking import UNFIT, Look, Suspect
from nuandong.relief.models import BankFile, Entitlement, Finding, Payout, PayoutLine
from nuandong.relief.steps import FindingState, LineState, PayoutState

_WITH_BANK: Final = [LineState.SENT, LineState.UNKNOWN, LineState.PAID]
_RELEASED: Final = [PayoutState.RELEASED, PayoutState.SETTLED]
_KINDS: Final = ("relief.payout_released", "relief.payout_result_recorded")


def _lines(look: Look) -> QuerySet[PayoutLine]:
    return PayoutLine.objects.filter(look.here, payout__season__year=look.season, state__in=_WITH_BANK).order_by()


def paid_dead(look: Look) -> Iterator[Suspect]:
    """Somebody counted had died before the grant, or the head before the release, as the register knows by now."""
    rows = _lines(look).annotate(
        sent=TruncDate("payout__released_at", tzinfo=SHANGHAI),
        granted=TruncDate("instalment__entitlement__granted_at", tzinfo=SHANGHAI),
    )
    home = "household__memberships"
    stands = Q(**{f"{home}__until": None}) | Q(**{f"{home}__until__gt": F("sent")})
    headless = rows.filter(stands, **{f"{home}__relation": Relation.HEAD, f"{home}__person__dead_on__lt": F("sent")})
    counted = rows.filter(instalment__entitlement__counted__person__dead_on__lt=F("granted"))
    found = {row.id: row for some in (headless, counted) for row in some.only("id", "region", "serial", "amount_fen")}
    for row in found.values():
        yield Suspect(row.region, "line", row.id, {"serial": row.serial, "amount_fen": row.amount_fen})


def paid_unfit(look: Look) -> Iterator[Suspect]:
    """Paid, though somebody looked into it and found that the household may not be helped as it was (DIS-025)."""
    confirmed = Finding.objects.filter(
        look.here,
        season=look.season,
        check_code__in=UNFIT,
        subject_type__in=["household", "application"],
        state=FindingState.CONFIRMED,
        gone_at=None,
    )
    about = list(confirmed.values_list("subject", flat=True))
    if not about:
        return
    rows = _lines(look).filter(Q(household__in=about) | Q(instalment__entitlement__application__in=about))
    for row in rows.only("id", "region", "serial", "amount_fen"):
        yield Suspect(row.region, "line", row.id, {"serial": row.serial, "amount_fen": row.amount_fen})


def due_unpaid(look: Look) -> Iterator[Suspect]:
    """Granted, and the season was closed without paying it or writing it off: somebody was forgotten."""
    arrived = Q(instalments__attempts__state=LineState.PAID)
    rows = Entitlement.objects.filter(
        look.here, season__year=look.season, season__closed_at__isnull=False, ended_at=None
    ).order_by()
    rows = rows.annotate(came=Coalesce(Sum("instalments__attempts__amount_fen", filter=arrived), 0))
    for row in rows.filter(came__lt=F("amount_fen") - F("written_off_fen")):
        facts = {"amount_fen": row.amount_fen - row.written_off_fen, "paid_fen": row.came}
        yield Suspect(row.region, "application", row.application_id, facts)


def late(look: Look) -> Iterator[Suspect]:
    """Decisions past their working days with money that has not arrived (DIS-028)."""
    yield from money.late_money(look)


def file_differs(look: Look) -> Iterator[Suspect]:
    """List, bank file and the bank's answers do not say the same, or a file is not the one that the journal knows.

    Four queries and the bytes of each file for each payout.
    """
    payouts = Payout.objects.filter(look.here, season__year=look.season, state__in=_RELEASED)
    for row in payouts.order_by("season", "number"):
        events = journal.history(subject=row.id, kinds=_KINDS, limit=1000)
        known = {digest for one in events for digest in one.payload.get("digests", [])}
        known |= {one.payload["digest"] for one in events if one.kind == _KINDS[1]}
        files = list(row.files.order_by("id"))
        odd = [one for one in files if one.digest not in known or not _whole(one)]
        told = _told(row)
        out = [one for one in files if one.outgoing]
        same = (
            sum(one.rows for one in out) == row.lines_count
            and sum(one.total_fen for one in out) == row.total_fen
            and all(told["files"].get(one.id) == (one.rows, one.total_fen) for one in out)
            and sum(one.paid for one in files if not one.outgoing) == told["paid"]
        )
        if odd or not same:
            yield Suspect(row.region, "payout", row.id, {"number": row.number, "files": len(odd)})


def _told(row: Payout) -> dict[str, Any]:
    """What the lines say: how many and how much went out in each file, and how many the bank has paid."""
    lines = row.lines.exclude(state=LineState.CANCELLED).order_by()
    files = lines.values_list("file").annotate(n=Count("id"), fen=Sum("amount_fen"))
    came = Q(state__in=[LineState.PAID, LineState.RETURNED]) | Q(
        state=LineState.GIVEN_UP, returns__confirmed_at__isnull=False
    )
    return {
        "files": {file: (n, fen) for file, n, fen in files},
        "paid": lines.filter(came).distinct().count(),
    }


def _whole(file: BankFile) -> bool:
    """Whether what is kept is what was recorded."""
    try:
        data, _mime = read(file.file)
    except DomainError:
        return False
    return hashlib.sha256(data).hexdigest() == file.digest
