"""A point in a form: picked on the map, taken from the device, or typed from another map."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from nuandong.geo.coordinates import Point, System, to_wgs84
from nuandong.geo.kinds import CoordinateSystem
from nuandong.web.forms import PageForm


def _degrees(label: Any, most: int) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "autocomplete": "off"})
    return forms.FloatField(label=label, required=False, min_value=-most, max_value=most, widget=widget)


class PointForm(PageForm):
    """A form with a place for `<c-pick>`."""

    lng = _degrees(_("经度"), 180)
    lat = _degrees(_("纬度"), 90)
    system = forms.ChoiceField(
        label=_("坐标系"), required=False, choices=CoordinateSystem.choices, initial=CoordinateSystem.WGS84
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"lng", "lat"} & set(self.errors) and (data.get("lng") is None) != (data.get("lat") is None):
            self.add_error("lng", now_("经度和纬度要一起填，或都不填。"))
        return data

    @staticmethod
    def point(data: Mapping[str, Any]) -> Point | None:
        """The point in WGS-84; None where none was given."""
        if data["lng"] is None or data["lat"] is None:
            return None
        return to_wgs84(Point(data["lat"], data["lng"]), System(data["system"] or System.WGS84))
