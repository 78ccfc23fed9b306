"""Forms of notices and objections."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuandong.relief.actions.file_objection import CONTACT, WORDS
from nuandong.relief.actions.post_notice import PHONE
from nuandong.web.fields import moment_field, photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import line_field

_NUMBER: Final = forms.NumberInput(attrs={"inputmode": "numeric"})
_OUTCOMES: Final = [("upheld", _("异议成立，取消该户")), ("rejected", _("异议不成立，维持公示"))]


class PostForm(PageForm):
    photo = photo_field(_("现场照片"), help_text=_("拍清公示和张贴的地方；公示期从照片这天起算，当天不计。"))
    phone = line_field(_("乡镇举报电话"), required=True, maxlength=PHONE)
    acted_at = moment_field(_("张贴时间"), help_text=_("不填为现在。"))


class PhotoForm(PageForm):
    photo = photo_field(_("现场照片"), help_text=_("证明公示挂满了天数。"))


class DownForm(PhotoForm):
    acted_at = moment_field(_("撤下时间"), help_text=_("不填为现在。"))


class ReplaceForm(PageForm):
    why = words_field(_("哪里错了"), rows=2, required=True)


class AnswerForm(PageForm):
    outcome = forms.ChoiceField(label=_("结论"), choices=_OUTCOMES, widget=forms.RadioSelect)
    words = words_field(
        _("核实情况和答复"),
        rows=4,
        required=True,
        help_text=_("异议人凭查询码能看到；不要写可能暴露异议人的内容。"),
    )


class MeetingForm(PageForm):
    """A democratic assessment about one objection."""

    held_at = moment_field(_("会议时间"), required=True)
    place = line_field(_("地点"), required=True, maxlength=80)
    invited = forms.IntegerField(label=_("应到人数"), min_value=1, widget=_NUMBER)
    attendance = words_field(_("到会人员"), rows=4, required=True, help_text=_("一行一人，到会人数由此数出。"))
    chair = line_field(_("主持人"), required=True, maxlength=50, help_text=_("到会人员之一。"))
    yes = forms.IntegerField(label=_("认为符合条件（人）"), min_value=0, widget=_NUMBER)
    no = forms.IntegerField(label=_("认为不符合条件（人）"), min_value=0, widget=_NUMBER)
    abstained = forms.IntegerField(label=_("弃权（人）"), min_value=0, initial=0, widget=_NUMBER)
    opinion = words_field(_("理由"), rows=2, help_text=_("多数认为不符合条件时必填。"))
    minutes = words_field(_("会议记录"), rows=4)
    photo = photo_field(_("会议照片"))


class WithdrawForm(PageForm):
    words = words_field(_("说明"), rows=2, required=True, help_text=_("异议人怎样表示撤回。"))


class CounterForm(PageForm):
    """What somebody says at the counter or on the telephone."""

    words = words_field(_("异议的内容"), rows=4, required=True)
    contact = line_field(_("异议人的联系方式"), maxlength=CONTACT, help_text=_("可以不填；加密保存。"))


class ObjectForm(PageForm):
    """The public's form: a household on the notice and words."""

    line = forms.ChoiceField(label=_("对哪一户"), error_messages={"invalid_choice": _("这一户已不在公示期内。")})
    words = forms.CharField(
        label=_("哪里不对"),
        max_length=WORDS,
        help_text=_("例如人口、住房、收入与实际不符。知道多少写多少。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=_("您的联系方式"),
        required=False,
        max_length=CONTACT,
        help_text=_("可以不填。填了也不会公开，只在需要核实时联系您。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(
        label=_("请不要填写这一格"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", _("请选择")), *lines]  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """Only a program fills in what nobody sees."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("提交没有成功，请拨打举报电话。"), "robot")
        return ""


class TrackForm(PageForm):
    code = forms.CharField(
        label=_("查询码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
