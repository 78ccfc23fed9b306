"""Kin-search notices: from the draft to the public page, held for the police, withdrawn."""

import pytest
from django.test import Client
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import KinNotice
from tests.web.conftest import client_of
from tests.web.stays.setting import inside, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def sought(scene, **more):
    with scope.enter(SYSTEM):
        return inside(scene, **more)


def the_notice():
    with scope.enter(SYSTEM):
        return KinNotice.objects.get()


def public():
    return Client(headers={"accept-language": "zh-hans"}).get(reverse("public-kin")).content.decode()


def test_from_the_draft_to_the_public_page_and_off_again(scene, press):
    stay = sought(scene)
    assert stay.number in client_of("station").get(reverse("kin")).content.decode()
    looks = {"features": "左眉有疤，穿蓝色棉衣", "accent": "贵阳口音", "height_cm": 168}
    answer = press("station", "kin-draft", stay.id, **looks)
    notice = the_notice()
    assert answer.url == reverse("kin-notice", args=[notice.id])
    assert "左眉有疤" not in public()
    silent = press("station", "kin-publish", notice.id)
    assert silent.status_code == 422
    assert press("station", "kin-publish", notice.id, channels=["website", "radio"]).status_code == 302
    html = public()
    assert ("左眉有疤" in html, "南明救助站" in html, stay.number in html) == (True, True, False)
    assert press("station", "kin-publish", notice.id, channels=["wechat"]).status_code == 302
    assert the_notice().refreshed_at is not None
    assert press("station", "kin-withdraw", notice.id, reason="家属已接回").status_code == 302
    assert "左眉有疤" not in public()


def test_a_number_never_goes_out(scene, press):
    answer = press("station", "kin-draft", sought(scene).id, features="电话13900000000")
    assert (answer.status_code, "号码" in answer.content.decode()) == (422, True)


def test_suspicion_waits_for_the_police(scene, press):
    stay = sought(scene, flags=["police_suspect_trafficking"])
    press("station", "kin-draft", stay.id, features="蓝色棉衣")
    notice = the_notice()
    html = client_of("station").get(reverse("kin-notice", args=[notice.id])).content.decode()
    assert "等候公安机关意见" in html
    assert reverse("kin-publish", args=[notice.id]) not in html
    assert press("station", "kin-publish", notice.id, channels=["website"]).status_code == 422
    assert press("station", "kin-release", notice.id, police="城关派出所 李警官").status_code == 302
    assert press("station", "kin-publish", notice.id, channels=["website"]).status_code == 302
    assert "蓝色棉衣" in public()


@pytest.mark.parametrize("member", ["station", "head", "leader", "operator"])
def test_the_list_opens_in_few_queries(scene, member, press, django_assert_max_num_queries):
    for _one in range(3):
        press("station", "kin-draft", sought(scene).id, features="蓝色棉衣")
    browser = client_of(member)
    with django_assert_max_num_queries(30):
        html = browser.get(reverse("kin")).content.decode()
    assert "待发布" in html


def test_a_neighbour_and_an_onlooker(scene, press):
    press("station", "kin-draft", sought(scene).id, features="蓝色棉衣")
    notice = the_notice()
    assert client_of("outsider").get(reverse("kin-notice", args=[notice.id])).status_code == 404
    assert press("operator", "kin-publish", notice.id, channels=["website"]).status_code == 403


def test_no_photo_but_of_a_notice_that_is_up(scene, press):
    press("station", "kin-draft", sought(scene).id, features="蓝色棉衣")
    address = reverse("public-kin-photo", args=[the_notice().id])
    assert Client().get(address).status_code == 404
