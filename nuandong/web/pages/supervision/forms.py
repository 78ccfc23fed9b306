"""The forms of supervision."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuandong.geo.kinds import PlaceKind
from nuandong.org.kinds import UnitKind
from nuandong.supervision.checklist import points
from nuandong.supervision.kinds import Answer, Result, Severity
from nuandong.supervision.policies.draw import MOST_EACH, MOST_PICKS
from nuandong.web.fields import PhotosField, moment_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import ChosenForm, line_field
from nuandong.web.pages.tasks.forms import count_field, photos_field
from nuandong.web.regions import region_field
from nuandong.web.wording import said

_UNSEEN = ("", _("未查看"))


def many_field(label: Any, *, choices: Any = (), help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class DrawForm(ChosenForm):
    """What is drawn out of what; the seed is nobody's to give."""

    title = line_field(_("抽查名称"), required=True, maxlength=80)
    region = region_field(_("地区"))
    wanted = count_field(_("抽取数量"), required=True, help_text=format_lazy(_("最多 {most} 个。"), most=MOST_PICKS))
    each = count_field(_("每处督查人数"), required=True, help_text=format_lazy(_("最多 {most} 名。"), most=MOST_EACH))
    place_kinds = many_field(_("点位类型"), choices=PlaceKind.choices)
    unit_kinds = many_field(_("单位类型"), choices=UnitKind.choices)
    inspectors = forms.TypedMultipleChoiceField(
        label=_("督查人员所在单位"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些单位的在职人员进入名录；抽取时自动回避本单位和本乡镇（街道）。"),
    )


class VisitForm(ChosenForm):
    """What was visited, by whom, what was looked at; `target` is left out where it was drawn."""

    target = forms.ChoiceField(label=_("督查对象"), widget=forms.Select(attrs={"class": "select"}))
    inspectors = forms.TypedMultipleChoiceField(
        label=_("督查人员"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    acted_at = moment_field(_("督查时间"), help_text=_("不填为现在；补录时填写实际时间。"))
    result = forms.ChoiceField(label=_("结果"), choices=Result.choices, widget=forms.RadioSelect)
    note = words_field(_("情况记录"), rows=3, help_text=_("看到什么写什么；不写个人信息。"))
    photos: PhotosField = photos_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.fields["target"].choices:  # type: ignore[attr-defined]
            del self.fields["target"]
        for code, point in points().items():
            self.fields[_name(code)] = forms.ChoiceField(
                label=said(point.title),
                required=False,
                choices=[*Answer.choices, _UNSEEN],
                initial="",
                widget=forms.RadioSelect,
            )

    def points(self) -> list[forms.BoundField]:
        """The fields of the checklist."""
        return [self[_name(code)] for code in points()]

    @staticmethod
    def looked(data: dict[str, Any]) -> dict[str, Answer]:
        """What was looked at."""
        return {code: Answer(data[_name(code)]) for code in points() if data.get(_name(code))}


class FindingForm(ChosenForm):
    what = line_field(_("发现的问题"), required=True, maxlength=180, help_text=_("一个问题一条；不写个人信息。"))
    severity = forms.ChoiceField(
        label=_("严重程度"), choices=Severity.choices, initial=Severity.GENERAL.value, widget=forms.RadioSelect
    )
    unit = forms.TypedChoiceField(
        label=_("责任单位"), coerce=UUID, widget=forms.Select(attrs={"class": "select"}), empty_value=None
    )
    due_at = moment_field(_("整改期限"), required=True)
    wanted = words_field(_("整改要求"), rows=2)


class RecheckForm(PageForm):
    passed = forms.TypedChoiceField(
        label=_("复查结果"),
        choices=[("yes", _("已整改到位，销号")), ("no", _("没有到位，退回重办"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = words_field(_("复查情况"), rows=3, required=True)
    due_at = moment_field(_("新的整改期限"), help_text=_("没有到位时填写；不填则期限不变。"))


def _name(code: str) -> str:
    return f"point_{code}"
