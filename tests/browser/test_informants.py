"""Informants and rewards in a browser: register, one of them, a clue of his, the reward on its way."""

from types import SimpleNamespace

import pytest

from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.rescue.actions.approve_reward import approve_reward
from nuandong.rescue.actions.propose_reward import propose_reward
from nuandong.rescue.kinds_informant import Ground
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.cast import TOWNSHIP_A, TOWNSHIP_B
from tests.cast import cast as people
from tests.web.conftest import seat
from tests.web.informants.setting import PHONE, enlist, furnish, helped


@pytest.fixture
def register(site: str) -> SimpleNamespace:
    """Three informants, a reward to decide and one to pay."""
    furnish()
    man = enlist(region=TOWNSHIP_A)
    enlist(region=TOWNSHIP_B, phone="13900002222", name="蒙小芳", kind="grid_worker")
    enlist(phone="13900003333", name="欧阳明", kind="taxi_driver")
    cast, now = people(), SystemClock().now()
    clue = helped(caller=PHONE)
    with scope.enter(cast.head):
        rows = [
            propose_reward(
                by=cast.head,
                now=now,
                clue=one.id,
                informant=man.id,
                ground=Ground.EFFECTIVE_LEAD,
                amount_fen=8_000,
                reason="来电及时，位置准确",
            )
            for one in (clue, helped(caller=PHONE))
        ]
    with scope.enter(cast.officer):
        approve_reward(by=cast.officer, now=now, reward=rows[1].id)
    return SimpleNamespace(man=man, clue=clue, rewards=rows)


def shown(register: SimpleNamespace) -> dict[str, tuple[str, str]]:
    """Pages by name: who opens it, where it is."""
    man, waiting, approved = register.man, register.rewards[0], register.rewards[1]
    return {
        "list": ("head", "/informants/"),
        "new": ("head", "/informants/new/"),
        "one": ("station", f"/informants/{man.id}/"),
        "clue": ("operator", f"/clues/{register.clue.id}/"),
        "name": ("operator", f"/clues/{register.clue.id}/informant/"),
        "propose": ("operator", f"/clues/{register.clue.id}/reward/"),
        "rewards": ("officer", "/informants/rewards/"),
        "reward": ("officer", f"/informants/rewards/{waiting.id}/"),
        "pay": ("station", f"/informants/rewards/{approved.id}/pay/"),
    }


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_nothing_keeps_anybody_out_and_nothing_sticks_out(open_page, register, size):
    browsers, found = {}, {}
    for name, (member, address) in shown(register).items():
        if member not in browsers:
            browsers[member] = open_page(size)
            sign_in(browsers[member], seat(member)[1])
        page = browsers[member]
        page.goto(address)
        picture(page, f"informants-{name}-{size}", whole=True)
        found[name] = (barriers(page), max(overflow(page), 0))
    assert found == dict.fromkeys(found, ([], 0))
