"""The to-do list: stock that runs low, transfers on their way, and rewards of informants."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.money import read_yuan
from nuandong.rescue import selectors_informant
from nuandong.rescue.states.reward import RewardState
from nuandong.supplies import selectors as supplies
from nuandong.web.pages.home.item import MOST, Item
from nuandong.web.wording import INFO, SOON_TONE, noted, said


def stock(actor: Actor, now: datetime) -> Iterator[Item]:
    for low in supplies.low_stock(by=actor)[:MOST]:
        note = _("现有 %(held)d，最低 %(minimum)d") % {"held": low.quantity, "minimum": low.minimum}
        yield Item(
            SOON_TONE,
            _("补货：%(item)s") % {"item": noted(said(low.item_name), low.store_name)},
            reverse("stock"),
            note=note,
            icon="package",
        )


def transfers(actor: Actor, now: datetime) -> Iterator[Item]:
    for transfer in supplies.transfers_announced(by=actor, limit=MOST):
        title = _("点收调拨物资：%(store)s") % {"store": transfer.to_store.name}
        yield Item(INFO, title, reverse("stock"), due=None, action=_("点收"), icon="truck")


def rewards_to_decide(actor: Actor, now: datetime) -> Iterator[Item]:
    yield from _rewards(actor, RewardState.PROPOSED, _("审批信息员奖励：%(what)s"), _("审批"))


def rewards_to_pay(actor: Actor, now: datetime) -> Iterator[Item]:
    yield from _rewards(actor, RewardState.APPROVED, _("发放信息员奖励：%(what)s"), _("发放"))


def _rewards(actor: Actor, state: RewardState, title: str, action: str) -> Iterator[Item]:
    for line in selectors_informant.rewards(actor, states=[state], limit=MOST):
        name = line.informant.name_masked if line.informant else line.number
        what = _("%(who)s %(yuan)s 元") % {"who": name, "yuan": read_yuan(line.reward.amount_fen)}
        yield Item(INFO, title % {"what": what}, reverse("reward", args=[line.reward.id]), action=action, icon="gift")
