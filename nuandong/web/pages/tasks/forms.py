"""The forms of tasks and of recorded work."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.plans.schema.fields import STRENGTH_TITLES, Strength
from nuandong.web.fields import PhotosField, moment_field, photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import ChosenForm, line_field
from nuandong.web.regions import region_field
from nuandong.web.wording import said

MOST_PHOTOS = 6


def photos_field() -> PhotosField:
    attrs = {"accept": "image/jpeg,image/png,image/webp"}
    return PhotosField(label=_("照片"), most=MOST_PHOTOS, attrs=attrs, help_text=_("现场、表格或签字页，最多 6 张。"))


def strength_choices() -> list[tuple[str, str]]:
    return [(one.value, said(words)) for one, words in STRENGTH_TITLES.items()]


def count_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    return forms.IntegerField(label=label, required=required, help_text=help_text, widget=widget)


class AssignForm(ChosenForm):
    """One task for one unit or many."""

    title = line_field(_("任务名称"), required=True, maxlength=200)
    deliverable = words_field(_("成果要求"), rows=2, help_text=_("要交什么、做到什么程度；不写个人信息。"))
    due_at = moment_field(_("完成期限"), required=True)
    strength = forms.ChoiceField(
        label=_("语气"), choices=strength_choices, initial=Strength.MUST.value, widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(label=_("整类单位"), required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.TypedMultipleChoiceField(
        label=_("责任单位"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )


class NoteForm(PageForm):
    note = words_field(_("说明"), rows=3)


class ReasonForm(PageForm):
    reason = words_field(_("原因"), rows=3, required=True)


class ReportForm(PageForm):
    progress = count_field(_("进度（%）"), required=True)
    note = words_field(_("说明"), rows=3)
    photos = photos_field()


class CompleteForm(PageForm):
    note = words_field(_("完成情况"), rows=3, help_text=_("写明结果；有照片时可以不写。"))
    photos = photos_field()
    acted_at = moment_field(_("完成时间"), help_text=_("不填为现在；补录时填写实际完成的时间。"))


class ExtendForm(PageForm):
    due_at = moment_field(_("新的完成期限"), required=True)
    reason = words_field(_("延期原因"), rows=2, required=True)


class WorkForm(ChosenForm):
    """How much of which work was done; the kind is found by typing a part of its name."""

    work = line_field(
        _("工作类别"),
        required=True,
        help_text=_("输入几个字，从列表中选。宣传请到“宣传舆情”登记，方案按渠道核对。"),
        list="work_kinds",
    )
    done = count_field(_("完成数量"), required=True, help_text=_("这一次新完成的数量。"))
    base = count_field(_("总数"), help_text=_("目前应完成的全部，不知道时留空。"))
    region = region_field(_("地区"))
    acted_at = moment_field(_("时间"), help_text=_("不填为现在；补录时填写实际时间。"))
    note = words_field(_("说明"), rows=2, help_text=_("不写个人信息。"))
    photo = photo_field(_("照片"))


class CascadeForm(PageForm):
    """Which unit a plan means by words that no unit's name holds: one select for each of them."""

    def __init__(self, *args: Any, words: list[str], units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for place, one in enumerate(words):
            self.fields[f"unit_{place}"] = forms.TypedChoiceField(
                label=one,
                required=False,
                coerce=UUID,
                empty_value=None,
                choices=units,
                widget=forms.Select(attrs={"class": "select"}),
            )

    def chosen(self, data: dict[str, Any]) -> dict[str, list[UUID]]:
        picked = {one: data.get(f"unit_{place}") for place, one in enumerate(self.words)}
        return {one: [unit] for one, unit in picked.items() if unit}
