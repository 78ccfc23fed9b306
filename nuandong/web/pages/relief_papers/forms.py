"""Forms of papers: which table of which place, and why it is taken in full."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.web.fields import words_field
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


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Photos, pictures and PDFs as a list; what each is its content says."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ScansField, self).clean(one, initial) for one in data or [None]]


class ScansForm(PageForm):
    sheets = ScansField(
        label=_("扫描件"),
        help_text=_("照片、图片或多页 PDF，可以一次选多个；每个最多 20 MB、60 页。"),
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


class FileForm(PageForm):
    """Which record a page belongs to: one of those listed, or a table of a place."""

    record = forms.ChoiceField(label=_("记录"), required=False, help_text=_("评议记录、上报材料、公示、申请。"))
    table = forms.ChoiceField(label=_("或者表册"), required=False)
    region = region_field(_("表册的地区"), required=False)

    def __init__(self, *args: Any, records: Any, tables: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("record", records), ("table", tables), ("region", regions)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "select"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("record")) == bool(data.get("table")):
            self.add_error("record", _now("请选择一条记录，或者一种表册。"))
        elif data.get("table") and not data.get("region"):
            self.add_error("region", _now("请选择表册是哪里的。"))
        return data


class TrainingForm(PageForm):
    region = region_field(_("给哪里的人员"))
    held_on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = forms.CharField(label=_("地点"), max_length=80)
    content = words_field(_("内容"), required=True, help_text=_("例如：救助条件、入户要问什么、表怎么填。"))
    trainer = forms.CharField(label=_("主讲人"), max_length=50)
    present = forms.MultipleChoiceField(label=_("到会人员"), widget=forms.CheckboxSelectMultiple)
    absent = forms.MultipleChoiceField(
        label=_("缺席人员"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("缺席的以后登记补训。")
    )

    def __init__(self, *args: Any, regions: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
        for name in ("present", "absent"):
            self.fields[name].choices = people  # type: ignore[attr-defined]


class MadeUpForm(PageForm):
    on = forms.DateField(label=_("补训日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
