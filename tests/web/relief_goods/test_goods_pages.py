"""Goods on their pages: listed for a village, printed, handed to a member with a photo, never by proxy."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import HandOut
from nuandong.supplies.actions.sync_items import sync_items
from tests.cast import TOWNSHIP_A, VILLAGE_A
from tests.databases import as_role
from tests.files.test_photos import photo
from tests.relief import seasons
from tests.supplies import setting
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_list_is_made_printed_and_given_out(django_assert_max_num_queries):
    divisions()
    clerk = client_of("clerk_a")
    officer, _account = seat("officer")
    keeper, _account = seat("storekeeper")
    with scope.enter(SYSTEM):
        with as_role("owner"):
            sync_items(now=seasons.NOW)
        store = setting.stocked(keeper, setting.part("quilt", 5), region=TOWNSHIP_A)
        season = seasons.season(officer)
        for name in ("王秀英", "李四"):
            seasons.entitlement(officer, season, name)
    assert "名单里没有户" in page(clerk.get("/relief/goods/"))
    sent = {"season": season.id, "village": VILLAGE_A, "item": "quilt", "each": 2, "per": "household"}
    assert clerk.post("/relief/goods/new/", sent).status_code == 302
    assert "没有还要列入的户" in page(clerk.post("/relief/goods/new/", sent), 422)
    with django_assert_max_num_queries(30):
        assert "待领取" in page(clerk.get("/relief/goods/"))
    assert "领取人签字或手印" in page(clerk.get("/relief/goods/sheet/"))
    with scope.enter(SYSTEM):
        first, second = HandOut.objects.order_by("id")
        own, neighbour = (one.entitlement.counted.get().person_id for one in (first, second))
    here = f"/relief/goods/{first.id}/give/"

    def given(receiver: Any) -> Any:
        signed = SimpleUploadedFile("sign.jpg", photo((400, 300)), "image/jpeg")
        return clerk.post(here, {"receiver": receiver, "store": store.id, "signature": signed})

    assert given(neighbour).status_code == 422
    assert given(own).status_code == 302
    assert "已领取" in page(clerk.get("/relief/goods/?state=given"))
    assert clerk.post(f"/relief/goods/{second.id}/cancel/", {"why": "外出"}).status_code == 302
    assert client_of("clerk_b").get(here).status_code in {403, 404}


def test_who_sees_no_store_is_told_what_to_do():
    divisions()
    officer, _account = seat("officer")
    keeper, _account = seat("storekeeper")
    with scope.enter(SYSTEM):
        with as_role("owner"):
            sync_items(now=seasons.NOW)
        setting.stocked(keeper, setting.part("quilt", 5), region=TOWNSHIP_A)
        granted = seasons.entitlement(officer, seasons.season(officer))
    sent = {"season": granted.season_id, "village": VILLAGE_A, "item": "quilt", "each": 1, "per": "household"}
    assert client_of("clerk_a").post("/relief/goods/new/", sent).status_code == 302
    with scope.enter(SYSTEM):
        here = f"/relief/goods/{HandOut.objects.get().id}/give/"
    assert "没有可以发放的存放点" in page(client_of("cadre_a").get(here))
    assert "拍照或选照片" in page(client_of("clerk_a").get(here))
