"""A recording is known by its first bytes, kept byte for byte, encrypted, and seen by its region alone."""

import io
import wave

import pytest

from nuandong.files.models import StoredFile
from nuandong.files.recordings import kind_of
from nuandong.files.storing import RECORDING_BYTES, about, read, store_recording
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.org import scope
from tests.cast import NOW, TOWNSHIP_A

pytestmark = pytest.mark.django_db
REST = b"\x00" * 80


def wav():
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 800)
    return out.getvalue()


def store(actor, data):
    return store_recording(by=actor, now=NOW, region=TOWNSHIP_A, data=data, purpose="rescue.clue.recording")


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (wav(), "wav"),
        (b"ID3\x04\x00" + REST, "mp3"),
        (b"\xff\xfb\x90\x00" + REST, "mp3"),
        (b"\xff\xf3\x48\xc4" + REST, "mp3"),
        (b"\xff\xf1\x50\x80" + REST, "aac"),
        (b"#!AMR\n<" + REST, "amr"),
        (b"#!AMR-WB\n" + REST, "amr"),
        (b"\x00\x00\x00\x20ftypM4A " + REST, "m4a"),
        (b"\x00\x00\x00\x18ftypmp42" + REST, "m4a"),
        (b"\x00\x00\x00\x18ftyp3gp4" + REST, "3gp"),
        (b"OggS\x00\x02" + REST, "ogg"),
        (b"\x1aE\xdf\xa3\x9fB" + REST, "webm"),
    ],
)
def test_kinds_of_recordings(data, suffix):
    assert kind_of(data).suffix == suffix


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3",
        b"<html><script>alert(1)</script>" + REST,
        b"%PDF-1.7" + REST,
        b"MZ\x90\x00" + REST,
        b"PK\x03\x04" + REST,
        b"\xff\xd8\xff\xe0" + REST,
        b"\x89PNG\r\n\x1a\n" + REST,
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + REST,
        b"\x00\x00\x00\x20ftypheic" + REST,
        b"\xff\xff\xff\xff" + REST,
        b"\xff\xfeh\x00h\x00t\x00m\x00l\x00" + REST,
    ],
    ids=["empty", "header", "html", "pdf", "exe", "zip", "jpeg", "png", "webp", "heic", "ones", "utf16"],
)
def test_what_is_no_recording_is_refused_and_nothing_is_kept(cast, data):
    with scope.enter(cast.clerk_a), pytest.raises(Invalid) as refusal:
        store(cast.clerk_a, data)
    assert (refusal.value.code, refusal.value.field) == ("files.not_a_recording", "recording")
    with scope.enter(cast.clerk_a):
        assert StoredFile.objects.count() == 0


def test_a_recording_that_is_too_long_is_refused(cast):
    with scope.enter(cast.clerk_a), pytest.raises(Invalid) as refusal:
        store(cast.clerk_a, b"ID3" + b"\x00" * RECORDING_BYTES)
    assert refusal.value.code == "files.too_large"


def test_it_comes_back_as_it_was_to_its_region_alone_and_lies_encrypted(cast):
    data = wav()
    with scope.enter(cast.clerk_a):
        stored = store(cast.clerk_a, data)
        assert read(stored) == (data, "audio/wav")
        assert (about(stored).mime, about(stored).size) == ("audio/wav", len(data))
        assert b"WAVE" not in bytes(StoredFile.objects.get().content_sealed)
    with scope.enter(cast.clerk_b):
        assert about(stored) is None
        with pytest.raises(NotFound):
            read(stored)
