"""The forms about places and divisions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from nuandong.geo.coordinates import Point
from nuandong.geo.details import MAX_PATROL_WEIGHT, PlaceDetails
from nuandong.geo.kinds import FACILITIES, Area, CoordinateSystem, PlaceKind
from nuandong.web.forms import PageForm
from nuandong.web.regions import Choice, region_field

if TYPE_CHECKING:
    from nuandong.geo.models import Place

KINDS: list[tuple[Any, Any]] = [
    ("", _("请选择")),
    (_("重点点位"), [(kind.value, kind.label) for kind in PlaceKind if kind not in FACILITIES]),
    (_("救助设施"), [(kind.value, kind.label) for kind in PlaceKind if kind in FACILITIES]),
]


def _degrees(label: Any, most: int) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "min": -most, "max": most, "inputmode": "decimal"})
    return forms.FloatField(label=label, required=False, widget=widget)


class PlaceForm(PageForm):
    """A key location or a facility; the region is asked for only when it is new."""

    kind = forms.ChoiceField(label=_("类型"), choices=KINDS)
    name = forms.CharField(label=_("名称"), max_length=80)
    region = region_field(_("所在区划"), help_text=_("知道到哪一级就选到哪一级。"))
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    lng = _degrees(_("经度"), 180)
    lat = _degrees(_("纬度"), 90)
    system = forms.ChoiceField(
        label=_("坐标系"),
        choices=CoordinateSystem.choices,
        initial=CoordinateSystem.WGS84,
        help_text=_("手机定位用 WGS-84；从高德、百度地图抄来的请选对应的坐标系，保存时自动换算。"),
    )
    area = forms.ChoiceField(
        label=_("片区"), choices=Area.choices, initial=Area.URBAN, help_text=_("决定到场时间怎么估算。")
    )
    patrol_weight = forms.IntegerField(
        label=_("巡查权重"),
        min_value=0,
        max_value=MAX_PATROL_WEIGHT,
        initial=1,
        help_text=_("0 不巡查，10 最优先。"),
    )
    notes = forms.CharField(label=_("备注"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    changed_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regions: Sequence[Choice] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if regions is None:
            del self.fields["region"]
        else:
            self.fields["region"].choices = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("lng") is None) != (data.get("lat") is None):
            self.add_error("lng", now_("经度和纬度要一起填，或都不填。"))
        return data


def details_of(data: dict[str, Any]) -> PlaceDetails:
    """What a filled-in form says. Raises Invalid for coordinates out of range."""
    return PlaceDetails(
        kind=PlaceKind(data["kind"]),
        name=data["name"],
        area=Area(data["area"]),
        address=data["address"],
        at=None if data["lat"] is None else Point(data["lat"], data["lng"]),
        system=CoordinateSystem(data["system"]),
        patrol_weight=data["patrol_weight"],
        notes=data["notes"],
    )


def initial_of(place: "Place") -> dict[str, Any]:
    """What a change starts from. Coordinates are kept as WGS-84, so that is what they are shown in."""
    return {
        "kind": place.kind,
        "name": place.name,
        "address": place.address,
        "lng": place.lon,
        "lat": place.lat,
        "system": CoordinateSystem.WGS84,
        "area": place.area,
        "patrol_weight": place.patrol_weight,
        "notes": place.notes,
        "changed_at": place.changed_at.isoformat(),
    }


class RetireForm(PageForm):
    """Why a place is taken out of use."""

    reason = forms.CharField(label=_("停用原因"), max_length=200, help_text=_("例如：已拆除、已合并到别的点位。"))


class ImportForm(PageForm):
    """A list to take over."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("Excel（.xlsx、.xls）、WPS（.ods）或 CSV，最多 20 MB、50,000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )


class OutlineForm(PageForm):
    """Boundaries to take over."""

    file = forms.FileField(
        label=_("轮廓文件"),
        help_text=_("GeoJSON，最多 40 MB；每个图形带区划代码（code、adcode 或 gb），坐标为经纬度。"),
        widget=forms.FileInput(attrs={"accept": ".json,.geojson"}),
    )
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如：自然资源部门 2026 年标准地图服务。"))


class CloseForm(PageForm):
    """The end of a code, and which codes take over."""

    on = forms.DateField(
        label=_("撤销日期"),
        help_text=_("这一天起不再有效。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    successors = forms.CharField(
        label=_("后继代码"),
        required=False,
        max_length=400,
        help_text=_("并入或改设后的 12 位代码，多个用顿号分开；以前的记录由后继单位继续看到。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
