"""Forms of warnings: what was heard, a file that came, where a warning holds, why it is over."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuandong.alerts.actions import HeardFrom
from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.formats.limits import LINE, TEXT
from nuandong.alerts.levels import Level
from nuandong.web.forms import PageForm

_WINTER: Final = (
    "cold_wave",
    "snowstorm",
    "heavy_snow",
    "road_icing",
    "freeze",
    "low_temperature_rain_snow_ice",
    "sharp_cooling",
    "cold",
    "low_temperature",
    "gale",
    "frost",
    "fog",
    "carbon_monoxide",
)
"""Offered first; the others follow below."""

Choices = Sequence[tuple[str, str]]


def event_choices() -> list[Any]:
    """The events of the catalogue, those of winter first."""
    events = catalogue().events
    winter = [(key, gettext(events[key].title)) for key in _WINTER if key in events]
    others = [(key, gettext(event.title)) for key, event in events.items() if key not in _WINTER]
    return [("", _("请选择")), (_("冬季常见"), winter), (_("其他"), others)]


def level_choices() -> list[tuple[str, str]]:
    return [(level.value, gettext(level.label)) for level in Level if level is not Level.UNKNOWN]


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def _regions(**more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=_("影响区域"), coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={}, **more
    )


class RelayForm(PageForm):
    """A warning that we heard of. We pass it on; only meteorological stations issue."""

    event = forms.ChoiceField(label=_("灾种"))
    level = forms.ChoiceField(label=_("等级"), widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("发布单位"), max_length=LINE, help_text=_("气象台站的名称，例如“贵阳市气象台”。"))
    number = forms.CharField(label=_("发布编号"), max_length=LINE, required=False, help_text=_("没有听到时留空。"))
    issued_at = _moment(_("发布时间"), help_text=_("预警上写明的时间，不是听到的时间。"))
    until = _moment(_("预计结束"), required=False, help_text=_("不清楚时留空，按该灾种的默认时长处理。"))
    heard_from = forms.ChoiceField(label=_("从哪里得知"))
    regions = _regions()
    headline = forms.CharField(label=_("标题"), max_length=LINE, required=False)
    words = forms.CharField(
        label=_("预警内容"),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("照原文摘录。"),
    )
    replaces = forms.ChoiceField(
        label=_("更新哪一条"), required=False, help_text=_("是新的一条时不选；选中的那条随即失效。")
    )

    def __init__(self, *args: Any, regions: Choices, current: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = event_choices()  # type: ignore[attr-defined]
        self.fields["level"].choices = level_choices()  # type: ignore[attr-defined]
        heard = [(one.value, gettext(one.label)) for one in HeardFrom]
        self.fields["heard_from"].choices = [("", _("请选择")), *heard]  # type: ignore[attr-defined]
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
        self.fields["replaces"].choices = [("", _("是新的一条")), *current]  # type: ignore[attr-defined]


class UploadForm(PageForm):
    file = forms.FileField(
        label=_("预警文件"),
        allow_empty_file=True,
        help_text=_("CAP 1.2、国标预警 XML 或 JSON，最大 1 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xml,.json,.cap,.txt"}),
    )


class EndForm(PageForm):
    reason = forms.CharField(
        label=_("结束的依据"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("谁在什么时候通知解除，例如“县气象台值班室 20:10 电话通知解除”。"),
    )
    ended_at = _moment(_("解除时间"), required=False, help_text=_("就是现在时留空。"))


class LocateForm(PageForm):
    regions = _regions()

    def __init__(self, *args: Any, regions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
