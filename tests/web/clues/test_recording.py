"""The recording of a call: attached, heard and taken home by those who may, refused when it is none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.files.models import StoredFile
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.models import Clue
from tests.cast import TOWNSHIP_A
from tests.files.test_recordings import wav
from tests.web.clues.test_desk import clues, send, text
from tests.web.crew.test_crew import no_photo

pytestmark = pytest.mark.django_db
SOUND = wav()


def sound(data=SOUND, name="通话.wav"):
    return SimpleUploadedFile(name, data, "application/octet-stream")


@pytest.fixture
def recorded(street, client_as, key):
    answer = send(client_as("operator"), key(), recording=sound())
    assert answer.status_code == 302, text(answer)
    (clue,) = clues()
    return clue


def test_a_recording_alone_saves_a_clue_and_can_be_played(recorded, client_as):
    client = client_as("operator")
    url = f"/clues/{recorded.id}/recording/"
    assert f'<audio controls preload="none" src="{url}"' in text(client.get(f"/clues/{recorded.id}/"))
    answer = client.get(url)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, SOUND, "audio/wav")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert recorded.number in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, SOUND[:10]),
        ("bytes=40-", 206, SOUND[40:]),
        ("bytes=40-999999", 206, SOUND[40:]),
        ("bytes=999999-", 416, b""),
        ("bytes=0-1,5-6", 200, SOUND),
        ("pages=1-2", 200, SOUND),
    ],
)
def test_a_player_asks_for_parts(recorded, client_as, wanted, status, part):
    answer = client_as("operator").get(f"/clues/{recorded.id}/recording/", headers={"range": wanted})
    assert (answer.status_code, answer.content) == (status, part)


def test_whoever_may_not_read_what_was_said_does_not_hear_it(recorded, client_as):
    page = text(client_as("auditor").get(f"/clues/{recorded.id}/"))
    assert "<audio" not in page
    assert "只给办理人员听" in page
    assert client_as("auditor").get(f"/clues/{recorded.id}/recording/").status_code == 403
    assert client_as("outsider").get(f"/clues/{recorded.id}/recording/").status_code == 404


def test_a_clue_without_a_recording_has_none(street, client_as):
    clue = street.clue()
    assert client_as("operator").get(f"/clues/{clue.id}/recording/").status_code == 404


@pytest.mark.parametrize("upload", [no_photo(), sound(b"<html>" * 30, "a.mp3"), sound(b"MZ" * 90, "call.wav")])
def test_what_is_no_recording_is_refused_beside_its_field(street, client_as, key, upload):
    answer = send(client_as("operator"), key(), words="有人", recording=upload)
    assert answer.status_code == 422
    assert "不能作为录音保存" in text(answer)
    assert clues() == []
    with scope.enter(SYSTEM):
        assert StoredFile.objects.count() == 0


def test_a_recording_is_added_later_in_the_region_of_the_clue(street, client_as, key):
    clue = street.clue(region=TOWNSHIP_A)
    client = client_as("operator")
    answer = client.post(f"/clues/{clue.id}/supplement/", {"command_key": key(), "recording": sound()})
    assert answer.status_code == 302
    with scope.enter(SYSTEM):
        kept = Clue.objects.select_related("recording").get(id=clue.id).recording
        assert (kept.region, kept.purpose) == (TOWNSHIP_A, "rescue.clue.recording")
    assert "<audio" in text(client_as("clerk_a").get(f"/clues/{clue.id}/"))
