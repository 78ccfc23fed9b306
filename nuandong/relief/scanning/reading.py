"""Pages of an uploaded scan and the codes on them. Runs in a limited child process, so it imports nothing of Django."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
import zxingcpp
from PIL import Image

from nuandong.files.photos import MAX_PIXELS, Clean, encoded, opened

_DOTS = 170
"""Of one inch: enough for a code of two centimetres, little enough for many pages."""
_INCH = 72
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class ReadPage:
    """A page as a fresh JPEG, with the words of every code on it."""

    jpeg: bytes
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ReadFile:
    """Its pages in order, or the reason why there are none."""

    pages: tuple[ReadPage, ...] = ()
    refusal: str = ""


def read_file(data: bytes, most: int) -> ReadFile:
    """A photo, a picture or a PDF of at most so many pages; what a file is its content says."""
    try:
        pages = tuple(_page(image) for image in (_pdf(data, most) if data[:5] == b"%PDF-" else _picture(data)))
    except _RefusedError as error:
        return ReadFile(refusal=str(error))
    except Exception:  # noqa: BLE001  whatever a hostile file makes its reader say, it is no scan
        return ReadFile(refusal="unreadable")
    return ReadFile(pages)


class _RefusedError(Exception):
    """Why a file is not read, as a word the caller knows."""


def _picture(data: bytes) -> Iterator[Image.Image]:
    found = opened(data)
    if isinstance(found, Clean):
        raise _RefusedError("unreadable")
    yield found


def _pdf(data: bytes, most: int) -> Iterator[Image.Image]:
    with pdfplumber.open(io.BytesIO(data)) as file:
        if len(file.pages) > most:
            raise _RefusedError("too_many_pages")
        for page in file.pages:
            if page.width * page.height * (_DOTS / _INCH) ** 2 > MAX_PIXELS:
                raise _RefusedError("unreadable")
            yield page.to_image(resolution=_DOTS).original.convert("RGB")
            page.close()


def _page(image: Image.Image) -> ReadPage:
    codes = zxingcpp.read_barcodes(image.convert("L"), formats=_QR)
    texts = tuple(one.text for one in codes if one.valid)
    clean = encoded(image)
    if clean.refusal:
        raise _RefusedError("unreadable")
    return ReadPage(clean.jpeg, texts)
