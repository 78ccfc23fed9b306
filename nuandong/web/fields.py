"""Form fields that many pages need: a moment of Shanghai, words, a photo and what becomes of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from nuandong.files.storing import store_photo
from nuandong.kernel.clock import SHANGHAI
from nuandong.web.http import SignedRequest

ACCEPT = "image/jpeg,image/png,image/webp"


def moment_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateTimeField:
    """A moment in Asia/Shanghai, to the minute."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, help_text=help_text, widget=widget)


def local_minute(moment: datetime) -> str:
    """A moment as the value of such a field."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def words_field(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Free words; how long they may be is the action's rule."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


def photo_field(label: Any, *, help_text: Any = "") -> forms.FileField:
    """One picture, for `<c-photo>`; what is no picture the store refuses."""
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    return forms.FileField(label=label, required=False, help_text=help_text, widget=widget)


def uploads(request: SignedRequest) -> Any:
    """What a form with pictures is bound to besides `posted`; None before, or the form would count as sent."""
    return request.FILES if request.method == "POST" else None


def stored(request: SignedRequest, upload: Any, *, region: int, purpose: str) -> UUID | None:
    """Keep an uploaded picture and return its id; None where nothing was sent. Raises Invalid."""
    if not upload:
        return None
    return store_photo(by=request.actor, now=request.now, region=region, data=upload.read(), purpose=purpose)
