"""Forms of papers: which table of which place, and why it is taken in full."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


class AskForm(forms.Form):
    """Asked for by GET, so that nothing is done."""

    season = forms.ChoiceField(label=_("年度"), widget=forms.Select(attrs={"class": "select", "id": "f-season"}))
    form = forms.ChoiceField(label=_("表样"), widget=forms.Select(attrs={"class": "select", "id": "f-form"}))
    region = region_field(_("地区"))

    def __init__(self, *args: Any, seasons: Any, papers: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].widget.attrs = {"class": "select", "id": "f-region"}
        for name, choices in (("season", seasons), ("form", papers), ("region", regions)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class PlainForm(PageForm):
    reason = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：报县应急局审定。"))
    how = forms.ChoiceField(
        label=_("怎么取"),
        choices=[("paper", _("打印")), ("workbook", _("下载 Excel"))],
        initial="paper",
        widget=forms.RadioSelect,
    )


class WhyForm(PageForm):
    reason = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：报乡镇审核。"))
