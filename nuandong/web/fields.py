"""Form fields that many pages need: a moment of Shanghai, words, photos and what becomes of them, a size."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


def crew_field() -> forms.IntegerField:
    """How many people were out; how many that may be is the action's rule."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 1})
    help_text = gettext_lazy("不填按队伍名单计；有联合单位的，填写一起出动的总人数。")
    return forms.IntegerField(label=gettext_lazy("出动人数"), required=False, help_text=help_text, widget=widget)


def photo_field(label: Any, *, help_text: Any = "") -> forms.FileField:
    """One picture, for `<c-photo>`; what is no picture the store refuses."""
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    return forms.FileField(label=label, required=False, help_text=help_text, widget=widget)


class PhotosInput(forms.FileInput):
    """Several pictures in one field: each press of the camera adds one (photo.js)."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to `most` pictures as a list, for `<c-photo>`; what is no picture the store refuses."""

    def __init__(self, *, label: Any, most: int, attrs: dict[str, Any], help_text: Any = "") -> None:
        widget = PhotosInput(attrs={**attrs, "data-most": most})
        super().__init__(label=label, required=False, help_text=help_text, widget=widget)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(PhotosField, self).clean(one, initial) for one in data or []]
        if len(files) > self.most:
            raise forms.ValidationError(_("最多 %(most)d 张照片，请去掉几张。"), "too_many", {"most": self.most})
        return files


def size_field(item: str, sizes: Sequence[str]) -> forms.ChoiceField:
    """Which size of an item of a kit is given; nothing chosen means any."""
    choices = [("", _("不限")), *[(size, size) for size in sizes]]
    widget = forms.Select(attrs={"class": "select"})
    return forms.ChoiceField(label=_("%(item)s尺码") % {"item": item}, choices=choices, required=False, widget=widget)


def uploads(request: SignedRequest) -> Any:
    """What a form with pictures is bound to besides `posted`; None before, or the form would count as sent."""
    return request.FILES if request.method == "POST" else None


def stored(request: SignedRequest, upload: Any, *, region: int, purpose: str) -> UUID | None:
    """Keep an uploaded picture and return its id; None where nothing was sent. Raises Invalid."""
    if not upload:
        return None
    return store_photo(by=request.actor, now=request.now, region=region, data=upload.read(), purpose=purpose)
