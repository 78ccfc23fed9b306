"""The recording of a call: taken in with the clue, heard by those who may read what callers said."""

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuandong.files import storing
from nuandong.files.recordings import KINDS, SUFFIXES
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import gettext_noop
from nuandong.rescue import selectors_clue
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing

ACCEPT: Final = ",".join(["audio/*", *(f".{kind.suffix}" for kind in KINDS)])
PURPOSE: Final = "rescue.clue.recording"
_RANGE: Final = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def recording_field() -> forms.FileField:
    """A sound file; what is none the store refuses."""
    return forms.FileField(
        label=_("录音文件"),
        required=False,
        help_text=_("来不及记的，先把通话录音附上，12 MB 以内。"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


def stored(upload: Any, *, by: Actor, now: datetime, region: int) -> UUID | None:
    """Keep an uploaded recording and return its id; None where nothing was sent. Raises Invalid."""
    if not upload:
        return None
    return storing.store_recording(by=by, now=now, region=region, data=upload.read(), purpose=PURPOSE)


@require_safe
def recording(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """The sound itself. A player asks for it in parts, to jump to and fro."""
    clue = selectors_clue.get(clue_id)
    if clue.recording_id is None:
        raise Http404
    if not showing.reads_words(request.actor):
        raise Forbidden(
            "rescue.recording_closed",
            gettext_noop("来电录音只给办理人员听。"),
            gettext_noop("请联系值班员。"),
        )
    content, mime = storing.read(clue.recording_id)
    response = _part(content, request.headers.get("Range", ""))
    response["Content-Type"] = mime
    response["Content-Disposition"] = f'inline; filename="{clue.number}.{SUFFIXES.get(mime, "bin")}"'
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    return response


def _part(content: bytes, wanted: str) -> HttpResponse:
    """The part a Range header asks for, or all of it where it asks for something else (RFC 9110 §14)."""
    asked = _RANGE.fullmatch(wanted)
    if asked is None:
        return HttpResponse(content)
    first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
    return HttpResponse(content[first : last + 1], status=206, headers=headers)
