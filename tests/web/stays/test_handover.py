"""The hand-over sheet of somebody whom the police bring: at the door, or promised and brought later (RES-019)."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Stay
from tests.web.conftest import client_of
from tests.web.stays.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    with scope.enter(SYSTEM):
        return stage()


def send(name, *where, **data):
    return client_of("station").post(reverse(name, args=where), {"command_key": str(uuid4()), **data})


def read(name, *where):
    return client_of("station").get(reverse(name, args=where)).content.decode()


def photo():
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("sheet.jpg", out.getvalue(), "image/jpeg")


def test_the_sheet_is_asked_for_promised_and_brought(scene):
    boy = {"station": scene.house.id, "brought_by": "police", "brought_unit": "东门派出所", "sex": "male", "age": 12}
    refused = send("stay-new", **boy)
    assert (refused.status_code, "须办理书面交接" in refused.content.decode()) == (422, True)
    assert send("stay-new", **boy, sheet_later="另有警情，次日送来").status_code == 302
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert "交接表还没有补交" in read("stay", stay.id)
    assert "东门派出所" in read("stay-paper", stay.id, "handover_sheet")
    assert send("stay-handover-sheet", stay.id).status_code == 422
    assert send("stay-handover-sheet", stay.id, sheet=photo()).status_code == 302
    assert "交接表还没有补交" not in read("stay", stay.id)
    with scope.enter(SYSTEM):
        assert Stay.objects.get().handover_sheet is not None


def test_with_the_sheet_at_the_door_nothing_is_missing(scene):
    old = {"station": scene.house.id, "brought_by": "urban_management", "brought_unit": "城管一中队", "age": 70}
    assert send("stay-new", **old, sex="male", handover_sheet=photo()).status_code == 302
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert "交接表还没有补交" not in read("stay", stay.id)
