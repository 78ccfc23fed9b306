"""Only pixels stay of an uploaded photo, and hostile files are refused quickly."""

import io
import time
import zlib

import pytest
from PIL import Image

from nuandong.files.models import StoredFile
from nuandong.files.photos import GOAL_BYTES, LONG_SIDE
from nuandong.files.storing import PhotoLimits, read, store_photo
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.org import scope
from tests.cast import NOW, TOWNSHIP_A

pytestmark = pytest.mark.django_db
SECRET = b"GPS 26.58 106.71"


def photo(size=(2000, 1300), form="JPEG", exif=True):
    image = Image.effect_noise(size, 80).convert("RGB")
    out = io.BytesIO()
    tags = Image.Exif()
    tags[0x010E] = SECRET.decode()
    tags[0x0112] = 6  # lies on its side
    image.save(out, form, **({"exif": tags} if exif else {}))
    return out.getvalue()


def store(actor, data):
    return store_photo(by=actor, now=NOW, region=TOWNSHIP_A, data=data, purpose="encounter")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_back_upright_small_and_bare(cast, form):
    with scope.enter(cast.clerk_a):
        data, mime = read(store(cast.clerk_a, photo(form=form)))
    image = Image.open(io.BytesIO(data))
    assert mime == "image/jpeg"
    assert max(image.size) <= LONG_SIDE
    assert image.height > image.width
    assert len(data) <= GOAL_BYTES
    assert SECRET not in data
    assert not image.getexif()


def test_a_neighbour_cannot_read_it_and_it_lies_encrypted(cast):
    with scope.enter(cast.clerk_a):
        stored = store(cast.clerk_a, photo((40, 40)))
        assert b"JFIF" not in bytes(StoredFile.objects.get().content_sealed)
    with scope.enter(cast.clerk_b), pytest.raises(NotFound):
        read(stored)


def bomb():
    """A PNG of 60,000 × 60,000 equal pixels: a few hundred bytes of header claim 10 GB."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = (60000).to_bytes(4) + (60000).to_bytes(4)
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "files.not_a_photo"),
        (b"not a photo at all", "files.not_a_photo"),
        (b"%PDF-1.7 pretending", "files.not_a_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "files.not_a_photo"),
        (photo((60, 60))[:300], "files.not_a_photo"),
        (bomb(), "files.too_many_pixels"),
        (b"\xff\xd8" + b"x" * PhotoLimits.UPLOAD_BYTES, "files.too_large"),
    ],
    ids=["empty", "text", "pdf", "svg", "cut", "bomb", "huge"],
)
def test_what_is_no_photo_is_refused_quickly_and_nothing_is_kept(cast, data, code):
    with scope.enter(cast.clerk_a):
        began = time.process_time()
        with pytest.raises(Invalid) as refusal:
            store(cast.clerk_a, data)
        assert time.process_time() - began < 20
        assert refusal.value.code == code
        assert StoredFile.objects.count() == 0
