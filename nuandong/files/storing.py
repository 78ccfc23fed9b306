"""The door to stored files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from nuandong.files.models import StoredFile
from nuandong.files.photos import Clean, clean_photo
from nuandong.files.recordings import kind_of
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
RECORDING_BYTES: Final = 12_000_000
"""More than an hour of a call as telephones record it; larger uploads would lie on the disk on their way."""


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


def store_recording(*, by: Actor, now: datetime, region: int, data: bytes, purpose: str) -> UUID:
    """Keep a sound recording (MP3, M4A, AAC, AMR, WAV, OGG or WebM up to 12 MB), encrypted; returns its id.

    What it is its own first bytes say, not its name. Raises Invalid for anything else.
    """
    if len(data) > RECORDING_BYTES:
        raise _no_recording("too_large", _("请截取有用的一段，或转成 MP3，12 MB 以内再上传。"))
    kind = kind_of(data)
    if kind is None:
        raise _no_recording("not_a_recording", _("请上传 MP3、M4A、AAC、AMR、WAV、OGG 或 WebM 格式的录音。"))
    return _store(by, now, region, purpose, kind.mime, data)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a file without opening it: its media type and its size in bytes."""

    mime: str
    size: int


def about(file_id: UUID) -> About | None:
    """Type and size of a file within the entered scope; None outside it."""
    found = StoredFile.objects.filter(id=file_id).values_list("mime", "size").first()
    return None if found is None else About(*found)


def read(file_id: UUID) -> tuple[bytes, str]:
    """Content and media type of a file within the entered scope; NotFound otherwise."""
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is None:
        raise NotFound("files.not_found", _("没有这份文件，或它不在您的管辖区域内。"), _("请从所属记录的页面打开。"))
    if stored.destroyed_at is not None:
        raise NotFound("files.destroyed", _("这份文件已按规定销毁。"), _("销毁清册里有它的编号和摘要。"))
    return vault.open_bytes(*_PLACE, stored.id, bytes(stored.content_sealed)), stored.mime


def kept(files: Iterable[UUID] | QuerySet[Any, UUID]) -> QuerySet[StoredFile]:
    """Those of the files within the entered scope whose content is there."""
    return StoredFile.objects.filter(id__in=files, destroyed_at=None)


def stored_as(file_id: UUID, purpose: str) -> bool:
    """Whether a file lies within the entered scope and was stored for this purpose."""
    return StoredFile.objects.filter(id=file_id, purpose=purpose).exists()


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


def _no_recording(reason: str, advice: str) -> Invalid:
    return Invalid(f"files.{reason}", _("这个文件不能作为录音保存。"), advice, field="recording")


def _refused(reason: str) -> Invalid:
    advice = {
        "too_large": _("请把照片压缩到 12 MB 以内再上传。"),
        "too_many_pixels": _("照片尺寸过大，请用手机相机的普通模式重拍。"),
    }.get(reason, _("请上传 JPEG、PNG 或 WebP 格式的照片。"))
    return Invalid(f"files.{reason}", _("这个文件不能作为照片保存。"), advice, field="photo")
