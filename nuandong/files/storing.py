"""The door to stored files."""

from datetime import datetime
from typing import Final
from uuid import UUID

from nuandong.files.models import StoredFile
from nuandong.files.photos import Clean, clean_photo
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.vault import api as vault

_PLACE: Final = ("files_storedfile", "content_sealed")


class PhotoLimits:
    UPLOAD_BYTES: Final = 12_000_000
    MEMORY_MB: Final = 700
    SECONDS: Final = 15


DOCUMENT_BYTES: Final = 20_000_000


def store_photo(*, by: Actor, now: datetime, region: int, data: bytes, purpose: str) -> UUID:
    """Re-encode a photo (JPEG, PNG or WebP up to 12 MB) without its metadata and keep it encrypted; returns its id.

    Raises Invalid for anything that is not a photo or takes too much to decode.
    """
    if len(data) > PhotoLimits.UPLOAD_BYTES:
        raise _refused("too_large")
    try:
        clean = run_limited(
            clean_photo, data, memory_mb=PhotoLimits.MEMORY_MB, cpu_seconds=PhotoLimits.SECONDS, wall_seconds=30
        )
    except TooMuchError:
        clean = Clean(refusal="not_a_photo")
    if clean.refusal:
        raise _refused(clean.refusal)
    return _store(by, now, region, purpose, "image/jpeg", clean.jpeg)


def store_document(*, by: Actor, now: datetime, region: int, data: bytes, purpose: str, mime: str) -> UUID:
    """Keep a document we made or received, encrypted and byte for byte; returns its id."""
    if len(data) > DOCUMENT_BYTES:
        raise _refused("too_large")
    return _store(by, now, region, purpose, mime, data)


def read(file_id: UUID) -> tuple[bytes, str]:
    """Content and media type of a file within the entered scope; NotFound otherwise."""
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is None:
        raise NotFound("files.not_found", _("没有这份文件，或它不在您的管辖区域内。"), _("请从所属记录的页面打开。"))
    return vault.open_bytes(*_PLACE, stored.id, bytes(stored.content_sealed)), stored.mime


def _store(by: Actor, now: datetime, region: int, purpose: str, mime: str, data: bytes) -> UUID:
    file_id = new_id(now)
    StoredFile.objects.create(
        id=file_id,
        region=region,
        purpose=purpose,
        mime=mime,
        size=len(data),
        created_at=now,
        created_by=by.staff,
        content_sealed=vault.seal_bytes(*_PLACE, file_id, data),
    )
    return file_id


def _refused(reason: str) -> Invalid:
    advice = {
        "too_large": _("请把照片压缩到 12 MB 以内再上传。"),
        "too_many_pixels": _("照片尺寸过大，请用手机相机的普通模式重拍。"),
    }.get(reason, _("请上传 JPEG、PNG 或 WebP 格式的照片。"))
    return Invalid(f"files.{reason}", _("这个文件不能作为照片保存。"), advice, field="photo")
