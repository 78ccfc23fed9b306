"""The archive as one file (ZIP): its index, its papers, and a manifest with every sum and the journal's last seal."""

import json
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from nuandong.journal.manifests import MANIFEST
from nuandong.journal.standing import Standing
from nuandong.kernel.clock import SHANGHAI
from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.archiving.shape import Contents, Held

_EPOCH: Final = (2026, 1, 1, 0, 0, 0)
"""No time of the making: the same content is the same bytes."""


def packed(
    contents: Contents, index: bytes, *, archive: UUID, version: int, now: datetime, standing: Standing
) -> bytes:
    """The file. The manifest names every other file in it with its SHA-256."""
    files = [Held(f"00-{_('目录')}.pdf", _("目录"), index), *contents.files]
    told: dict[str, Any] = {
        "format": "nuandong-archive/1",
        "archive": str(archive),
        "region": contents.region,
        "place": contents.place,
        "season": {"id": str(contents.season.id), "year": contents.season.year, "title": contents.season.title},
        "version": version,
        "made_at": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "content": contents.digest,
        "missing": [lack_words(*one) for one in contents.lacks],
        "seal": {"number": standing.number, "head": standing.head},
        "files": {one.name: one.digest for one in files},
    }
    manifest = Held(MANIFEST, "", json.dumps(told, ensure_ascii=False, indent=1).encode())
    target = BytesIO()
    with ZipFile(target, "w") as file:
        for one in (*files, manifest):
            info = ZipInfo(one.name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, one.data)
    return target.getvalue()
