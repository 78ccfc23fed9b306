"""A county that pays a season to its last fen, as a process that may be killed at any moment and starts again."""

import os
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  needs Django set up
from django.db import connection  # noqa: E402

from nuandong.org import scope  # noqa: E402
from nuandong.relief.actions.correct_line import confirm_account, correct_line  # noqa: E402
from nuandong.relief.actions.follow_up import follow_up  # noqa: E402
from nuandong.relief.actions.return_money import confirm_return  # noqa: E402
from nuandong.relief.models import AccountChange, Payout, PayoutLine, Season, Tranche  # noqa: E402
from nuandong.relief.steps import OWED, PayoutState  # noqa: E402
from tests.cast import cast  # noqa: E402
from tests.relief import payouts  # noqa: E402

ACCOUNT = "6217000010000009999"


def main(target: dict[str, Any], season: UUID) -> None:
    """Everything that is left to do, step by step; each step is one request as a page would send it."""
    connection.settings_dict.update(target)
    settings.NUANDONG_DEMO = True
    while step(season):
        pass
    connection.close()


def step(season: UUID) -> bool:
    """The next step of the season, found in the database alone; False when all is paid."""
    officer, boss = cast().officer, cast().boss
    with scope.enter(officer):
        last = Payout.objects.filter(season=season).order_by("-number").first()
        if last is None:
            of = Season.objects.get(id=season)
            world = payouts.World(of, Tranche.objects.get(season=of), [])
    if last is None:
        payouts.planned(world)
    elif last.state == PayoutState.PLANNED:
        payouts.frozen(last)
    elif last.state == PayoutState.FROZEN:
        payouts.checked(last)
    elif last.state == PayoutState.CHECKED:
        payouts.released(last)
    elif last.state == PayoutState.RELEASED:
        _answer(last)
    else:
        with scope.enter(officer):
            failed = PayoutLine.objects.filter(payout=last, state__in=sorted(OWED)).order_by("serial").first()
            change = None if failed is None else AccountChange.objects.filter(line=failed).first()
            if failed is None:
                return _comes_back(last)
            if change is None:
                correct_line(by=officer, now=payouts.LATER, line=failed.id, account=ACCOUNT, reason="补办")
            elif change.confirmed_at is not None:
                follow_up(by=officer, now=payouts.LATER, payout=last.id)
        if change is not None and change.confirmed_at is None:
            with scope.enter(boss):
                confirm_account(by=boss, now=payouts.LATER, change=change.id)
    return True


def _comes_back(payout: Payout) -> bool:
    """The money of the second payout comes back once, and two officers see to it; False when it is all over."""
    if payout.number != 2:
        return False
    line = payout.lines.get()
    with scope.enter(cast().finance):
        row = line.returns.filter(dropped_at=None).first()
        if row is None:
            payouts.came_back(line)
    if row is not None:
        with scope.enter(cast().boss):
            confirm_return(by=cast().boss, now=payouts.LATER, returned=row.id)
    return True


def _answer(payout: Payout) -> None:
    """A bank that answers late: pending, then in full with one failure the first time; each answer twice."""
    first = payout.follows_id is None
    whole = payouts.answer(payout, {1: ("failed", "账号不存在")} if first else {})
    for data in (payouts.answer(payout, {1: ("pending", "")}), whole, whole):
        payouts.told(payout, data)
