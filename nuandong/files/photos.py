"""What remains of an uploaded photo: pixels only. Runs in a limited child process, so it imports nothing of Django."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
LONG_SIDE = 1600
GOAL_BYTES = 1_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Clean:
    """A re-encoded JPEG, or the reason why there is none."""

    jpeg: bytes = b""
    refusal: str = ""


def clean_photo(data: bytes) -> Clean:
    """Decode, turn upright, shrink to 1600 px and encode afresh: all else it carried (EXIF, tails) is gone."""
    image = opened(data)
    return image if isinstance(image, Clean) else encoded(image)


def opened(data: bytes) -> Image.Image | Clean:
    """The picture upright, at up to twice the size it is kept in; or why it is none."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if image.width * image.height > MAX_PIXELS:
            return Clean(refusal="too_many_pixels")
        image.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
        return ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError:
        return Clean(refusal="too_many_pixels")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return Clean(refusal="not_a_photo")


def encoded(image: Image.Image) -> Clean:
    """A picture shrunk to 1600 px as a JPEG of at most a megabyte."""
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    for quality in (85, 75, 60, 45):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= GOAL_BYTES:
            return Clean(jpeg=out.getvalue())
    return Clean(refusal="too_large")
