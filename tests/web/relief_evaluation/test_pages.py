"""A season's evaluation on its pages: written, signed by another, taken as a Word document, corrected by a new one."""

from io import BytesIO
from uuid import uuid4

import pytest
from docx import Document

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Evaluation
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page

pytestmark = pytest.mark.django_db
WORDS = {"effect": "都救助到位。", "problems": "一户账号写错。", "practice": "先核卡再报。", "advice": "早些下拨。"}


def world():
    officer, _account = seat("officer")
    seat("boss")
    divisions()
    with scope.enter(SYSTEM):
        return seasons.season(officer)


def write(address, **values):
    sent = {"command_key": str(uuid4()), "affected_persons": "1000", "targets": "按时到账率，%，100，98", **WORDS}
    return client_of("officer").post(f"{address}write/", sent | values)


def test_written_signed_taken_and_corrected(django_assert_max_num_queries):
    season = world()
    address = f"/relief/seasons/{season.id}/evaluation/"
    assert "还没有评估" in page(client_of("officer").get(address))
    refused = write(address, targets="按时到账率")
    assert refused.status_code == 422
    assert "绩效目标没有填全" in refused.content.decode()
    assert write(address).status_code == 302
    assert client_of("officer").get(address).content.decode().count("要由另一人签发") == 0
    boss = client_of("boss")
    with django_assert_max_num_queries(40):
        shown = page(boss.get(address))
    assert "草稿" in shown
    assert "实际救助户数" in shown
    with scope.enter(SYSTEM):
        row = Evaluation.objects.get()
    sign = f"/relief/evaluations/{row.id}/sign/"
    sent = {"command_key": str(uuid4()), "seen": row.changed_at.isoformat()}
    assert client_of("officer").post(sign, sent).status_code == 403
    assert boss.post(sign, sent).status_code == 302
    assert boss.post(sign, sent).status_code == 302, "the same press twice signs once"
    answer = client_of("officer").get(f"/relief/evaluations/{row.id}/file.docx")
    made = Document(BytesIO(answer.content))
    words = [one.text for one in made.paragraphs]
    assert all(one in words for one in WORDS.values())
    assert [cell.text for cell in made.tables[1].rows[1].cells][-4:] == ["按时到账率", "%", "100", "98"]
    assert write(address, effect="更正：都救助到位。").status_code == 302
    assert "以前的评估" in page(boss.get(address))


def test_who_does_not_see_it():
    season = world()
    seat("crew")
    address = f"/relief/seasons/{season.id}/evaluation/"
    assert client_of("crew").get(address).status_code == 403
    assert client_of("boss").get(f"{address}write/").status_code == 403
