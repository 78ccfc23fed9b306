"""Reads of payouts, their lines, files and samples, in the entered scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Sum

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import AccountChange, BankFile, Ceiling, Payout, PayoutLine, SampleCheck, Season, Tranche
from nuandong.relief.policies_payout import SEE, payout_of
from nuandong.relief.steps import LineState, PayoutState

PAGE: Final = 50
_WITH_BANK: Final = (PayoutState.RELEASED, PayoutState.SETTLED)
_NOT_ARRIVED: Final = sorted(set(LineState) - {LineState.PAID, LineState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Share:
    """How many homes, and how much in fen."""

    homes: int = 0
    fen: int = 0


def payouts(by: Actor, *, state: str = "", after: UUID | None = None, limit: int = PAGE) -> list[Payout]:
    """Payouts of the scope, the newest first, by keyset of ids; `state` keeps those in it. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Payout.objects.select_related("season", "tranche__funds")
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def sums(payouts_: Sequence[Payout]) -> dict[UUID, dict[str, Share]]:
    """Payout → state of lines → how many homes and how much, of those that are with the bank or were.

    What arrived is the rest of what was released, so that a payout that is done is not read line by line again.
    """
    with_bank = {one.id: one for one in payouts_ if one.state in _WITH_BANK}
    rest = PayoutLine.objects.filter(payout__in=list(with_bank), state__in=_NOT_ARRIVED).order_by()
    found: dict[UUID, dict[str, Share]] = {one: {} for one in with_bank}
    told = rest.values_list("payout_id", "state").annotate(homes=Count("id"), fen=Sum("amount_fen"))
    for payout, state, homes, fen in told if with_bank else ():
        found[payout][state] = Share(homes, fen)
    for payout, states in found.items():
        homes = with_bank[payout].lines_count - sum(one.homes for one in states.values())
        fen = with_bank[payout].total_fen - sum(one.fen for one in states.values())
        if homes:
            states[LineState.PAID] = Share(homes, fen)
    return found


def lines(payout: Payout, *, state: str = "", after: int = 0, limit: int = PAGE) -> list[PayoutLine]:
    """Lines in their order, by keyset of serial numbers; `state` keeps those in it."""
    rows = payout.lines.filter(serial__gt=after)
    if state in LineState.values:
        rows = rows.filter(state=state)
    return list(rows.order_by("serial")[:limit])


def by_village(payout: Payout) -> dict[int, int]:
    """Village → what the payout pays there or has under way, in fen; nothing where no shares of villages bind."""
    if not Ceiling.objects.filter(season=payout.season_id).exists():
        return {}
    rows = payout.lines.exclude(state=LineState.CANCELLED).order_by().values_list("region")
    return dict(rows.annotate(fen=Sum("amount_fen")))


def open_tranches(by: Actor) -> list[Tranche]:
    """Tranches of open seasons whose funds hold something, the newest first."""
    permissions.check(by, SEE)
    rows = Tranche.objects.filter(season__closed_at=None, funds__amount_fen__gt=F("funds__claimed_fen"))
    return list(rows.select_related("season", "funds").order_by("-season__year", "-number"))


def open_seasons(by: Actor) -> list[Season]:
    """Seasons that are not closed. Raises Forbidden."""
    permissions.check(by, SEE)
    return list(Season.objects.filter(closed_at=None).order_by("-year", "id"))


def changes_of(lines_: list[UUID]) -> Mapping[UUID, AccountChange]:
    """Line → another account for it, confirmed or not."""
    rows = AccountChange.objects.filter(line__in=lines_, dropped_at=None)
    return {one.line_id: one for one in rows}


def change(identity: UUID, *, by: Actor) -> AccountChange:
    """Another account as it was proposed. Raises NotFound, Forbidden."""
    found = AccountChange.objects.select_related("line__payout").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_change", _("没有找到这次更正。"), _("请从发放批次中打开。"))
    permissions.check(by, SEE, region=found.region)
    return found


def file_of(identity: UUID, *, by: Actor) -> BankFile:
    """A file to the bank or from it. Raises NotFound, Forbidden."""
    found = BankFile.objects.select_related("payout").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_bank_file", _("没有找到这个银行文件。"), _("请从发放批次中打开。"))
    permissions.check(by, SEE, region=found.region)
    return found


def sample_of(identity: UUID, *, by: Actor) -> SampleCheck:
    """A sample check with its payout. Raises NotFound, Forbidden."""
    found = SampleCheck.objects.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_sample", _("没有找到这次抽查。"), _("请从发放批次中打开。"))
    found.payout = payout_of(found.payout_id, by=by)
    return found
