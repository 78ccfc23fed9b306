"""The forms of the way in: arrival, security check, bed, registration, and what is changed afterwards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.people.kinds import Sex
from nuandong.rescue.kinds_stay import BedException, BroughtBy, Cause, Flag, Identity, Security, Zone
from nuandong.rescue.reference_station import asked_fields
from nuandong.web.fields import moment_field, photo_field, words_field
from nuandong.web.forms import PageForm

Choices = Sequence[tuple[str, Any]]
LONG = 300
"""Answers that may be longer than this get a box of several lines."""


def line_field(label: Any, *, required: bool = False, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """One line; how long it may be is the action's rule."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


def age_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("年龄（可估计）"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 130}),
    )


def flags_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("需注意情况"), required=False, choices=Flag.choices, widget=forms.CheckboxSelectMultiple
    )


def papers_checked_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("已核对证件"), required=False, help_text=_("只有姓名、没有核对证件的，身份为待核实。")
    )


class ChosenForm(PageForm):
    """A form some of whose choices the view puts in, by field name."""

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]


class ArriveForm(ChosenForm):
    """Somebody at the door. Without a name a temporary number is given."""

    station = forms.TypedChoiceField(label=_("救助站"), coerce=UUID)
    brought_by = forms.ChoiceField(
        label=_("来站方式"), choices=BroughtBy.choices, initial=BroughtBy.SELF, widget=forms.RadioSelect
    )
    brought_unit = line_field(_("护送单位或护送人"), help_text=_("公安、城管、医院或其他救助站送来的必须填写。"))
    name = line_field(_("姓名"), help_text=_("不知道时留空，系统给临时编号。"))
    papers_checked = papers_checked_field()
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=forms.RadioSelect)
    age = age_field()
    flags = flags_field()
    photo = photo_field(_("本人照片"))
    handover_sheet = photo_field(
        _("交接表照片"), help_text=_("单位护送未成年人、老年人、残疾人或行动不便人员的，须有双方签字的交接表。")
    )
    sheet_later = line_field(_("交接表后补的原因"))
    acted_at = moment_field(_("到站时间"), help_text=_("不填为现在。"))


class KnownArriveForm(ArriveForm):
    """Somebody who is on record already: name and sex are known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["sex"]


class SheetForm(PageForm):
    """The hand-over sheet, later."""

    sheet = photo_field(_("交接表照片"))


class AdmitForm(ChosenForm):
    """The security check; bed, meal and doctor need no more."""

    result = forms.ChoiceField(
        label=_("安全检查结果"), choices=Security.choices, initial=Security.PASSED, widget=forms.RadioSelect
    )
    officer = forms.TypedChoiceField(label=_("检查人"), coerce=UUID, help_text=_("女性求助人员由女性工作人员检查。"))
    articles = words_field(_("查出的物品和去向"), rows=2)
    medically_cleared = forms.BooleanField(
        label=_("医生已检查，可以入站"),
        required=False,
        help_text=_("患病、疑似传染病或疑似精神障碍的，先送医或请医生检查。"),
    )
    photo = photo_field(_("本人照片"))
    acted_at = moment_field(_("检查时间"), help_text=_("不填为现在；各项时限从这时算起。"))


class _BedForm(ChosenForm):
    exception = forms.ChoiceField(
        label=_("例外"),
        required=False,
        choices=[("", _("没有例外")), *BedException.choices],
        help_text=_("监护人携子女、极端天气加床时选择，并写明原因。"),
    )
    companion = forms.TypedChoiceField(
        label=_("同住的监护人或子女"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("监护人携子女同住时选择；选已住人的床即与此人同床。"),
    )
    reason = line_field(_("例外原因"))


class BedForm(_BedForm):
    """A bed for somebody."""

    bed = forms.TypedChoiceField(label=_("床位"), coerce=UUID)
    field_order = ["bed", "exception", "companion", "reason"]


class FillForm(_BedForm):
    """Somebody for a bed."""

    stay = forms.TypedChoiceField(label=_("住这张床的人"), coerce=UUID)
    field_order = ["stay", "exception", "companion", "reason"]


class NewBedForm(ChosenForm):
    station = forms.TypedChoiceField(label=_("救助站"), coerce=UUID)
    zone = forms.ChoiceField(label=_("区域"), choices=Zone.choices)
    room = line_field(_("房间"), required=True)
    label = line_field(_("床号"), required=True)


class RegisterForm(PageForm):
    """The 求助登记表: the questions are those of library/rescue/forms.yaml."""

    cause = forms.ChoiceField(label=_("求助原因"), choices=[("", _("请选择")), *Cause.choices])
    on_dibao = forms.TypedChoiceField(
        label=_("是否享受低保或特困供养"),
        required=False,
        choices=[("", _("不清楚")), ("yes", _("是")), ("no", _("否"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, asked in asked_fields().items():
            long = asked.limit > LONG
            field = words_field(_(asked.title), rows=3) if long else line_field(_(asked.title))
            field.widget.attrs["class"] = "textarea" if long else "input"
            self.fields[f"answer_{code}"] = field
        self.fields["acted_at"] = moment_field(_("登记时间"), help_text=_("不填为现在。"))
        self.fields["acted_at"].widget.attrs["class"] = "input"

    @staticmethod
    def answers(data: dict[str, Any]) -> dict[str, str]:
        return {code: data[f"answer_{code}"] for code in asked_fields()}


class ChangeForm(PageForm):
    """What must be remembered about somebody."""

    identity = forms.ChoiceField(label=_("身份"), choices=Identity.choices, widget=forms.RadioSelect)
    papers_checked = papers_checked_field()
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    age = age_field()
    flags = flags_field()
    reason = line_field(_("依据或说明"))
