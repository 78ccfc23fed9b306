"""Accounts that money goes to, against the accounts that households gave."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef

from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.reasons import reason_of
from nuandong.relief.integrity.looking import MOST_NAMED, Look, Suspect
from nuandong.relief.models import AccountChange, CardSeen, Need, PayoutLine
from nuandong.relief.steps import ENDED, LIVE, LineState

_LIVE: Final = sorted(LIVE)
_ENDED: Final = sorted(ENDED)
_SHARED: Final = """
SELECT account_blind FROM (
  SELECT account_blind, household_id FROM relief_need
   WHERE season = %(year)s AND ended_at IS NULL AND account_blind IS NOT NULL
   UNION ALL
  SELECT l.account_blind, l.household_id FROM relief_payoutline l
    JOIN relief_payout p ON p.id = l.payout_id JOIN relief_season s ON s.id = p.season_id AND s.year = %(year)s
   WHERE l.state = ANY(%(live)s) AND l.account_blind IS NOT NULL
   UNION ALL
  SELECT c.account_blind, c.household_id FROM relief_cardseen c
    JOIN relief_application a ON a.id = c.application_id
    JOIN relief_season s ON s.id = a.season_id AND s.year = %(year)s
   WHERE a.state <> ALL(%(ended)s)
     AND NOT EXISTS (SELECT 1 FROM relief_cardseen n WHERE n.application_id = c.application_id AND n.id > c.id)
) held GROUP BY account_blind HAVING min(household_id::text) <> max(household_id::text)
"""


def account_shared(look: Look) -> Iterator[Suspect]:
    """Accounts of several households, in ledgers in force, cards seen in villages and payouts alive, in one pass.

    Of the cards of an application the last counts, as it does when money is sent.
    """
    needs = Need.objects.filter(season=look.season, ended_at=None, account_blind__isnull=False).order_by()
    lines = PayoutLine.objects.filter(
        payout__season__year=look.season, state__in=_LIVE, account_blind__isnull=False
    ).order_by()
    newer = CardSeen.objects.filter(application=OuterRef("application"), id__gt=OuterRef("id"))
    cards = CardSeen.objects.filter(~Exists(newer), application__season__year=look.season).order_by()
    tables = (needs, lines, cards.exclude(application__state__in=_ENDED))
    found: dict[UUID, tuple[int, str, set[bytes]]] = {}
    shared = _shared(look)
    for rows in tables if shared else ():
        doubled = rows.filter(look.here, account_blind__in=shared)
        for home, region, masked, blind in doubled.values_list(
            "household", "region", "account_masked", "account_blind"
        ):
            found.setdefault(home, (region, masked, set()))[2].add(bytes(blind or b""))
    homes = _homes({blind for _region, _masked, blinds in found.values() for blind in blinds}, *tables)
    for home, (region, masked, blinds) in found.items():
        others = sorted({str(one) for blind in blinds for one in homes[blind]} - {str(home)})
        facts = {"account": masked, "others": len(others), "homes": others[:MOST_NAMED]}
        yield Suspect(region, "household", home, facts)


def _shared(look: Look) -> list[bytes]:
    """Hashed accounts of more than one household, wherever in the scope."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, {"year": look.season, "live": _LIVE, "ended": _ENDED})
        return [bytes(blind) for (blind,) in cursor.fetchall()]


def _homes(blinds: set[bytes], *tables: Any) -> dict[bytes, set[UUID]]:
    found: dict[bytes, set[UUID]] = {}
    for rows in tables:
        for blind, home in rows.filter(account_blind__in=list(blinds)).values_list("account_blind", "household"):
            found.setdefault(bytes(blind), set()).add(home)
    return found


def account_foreign(look: Look) -> Iterator[Suspect]:
    """Paid to an account the household did not give, or to one in another name; four queries."""
    lines = PayoutLine.objects.filter(look.here, payout__season__year=look.season).order_by()
    given = Need.objects.filter(household=OuterRef("household"), season=look.season, ended_at=None)
    changed = AccountChange.objects.filter(
        household=OuterRef("household"), confirmed_at__isnull=False, account_blind=OuterRef("account_blind")
    )
    strange = lines.filter(
        Exists(given.filter(account_blind__isnull=False).exclude(account_blind=OuterRef("account_blind"))),
        ~Exists(changed),
        state__in=_LIVE,
        account_blind__isnull=False,
    )
    known = dict(
        Need.objects.filter(season=look.season, ended_at=None, household__in=strange.values("household")).values_list(
            "household", "account_masked"
        )
    )
    for line in strange.only("household", "region", "account_masked", "amount_fen"):
        facts = {"account": line.account_masked, "known": known[line.household_id], "amount_fen": line.amount_fen}
        yield Suspect(line.region, "household", line.household_id, facts | {"reason": "account_differs"})
    held = Need.objects.filter(look.here, season=look.season, ended_at=None, holder_other=True).order_by()
    # Another account that two officers confirmed is the head's own.
    held = held.exclude(household__in=AccountChange.objects.filter(confirmed_at__isnull=False).values("household"))
    for need in held.only("household", "region", "account_masked", "holder_masked"):
        facts = {"account": need.account_masked, "known": "", "holder": need.holder_masked, "amount_fen": None}
        yield Suspect(need.region, "household", need.household_id, facts | {"reason": "holder_differs"})
    failed = lines.filter(state=LineState.FAILED).annotate(layout=F("payout__layout"))
    for line in failed.only("household", "region", "account_masked", "amount_fen", "bank_code", "bank_words"):
        if reason_of(layout_named(line.layout).answer.reasons, line.bank_code, line.bank_words) == "name_differs":
            facts = {"account": line.account_masked, "known": "", "amount_fen": line.amount_fen}
            yield Suspect(line.region, "household", line.household_id, facts | {"reason": "name_differs"})
