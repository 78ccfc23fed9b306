"""The forms of publicity and of public opinion."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.publicity.kinds import Seriousness, Verdict
from nuandong.web.fields import moment_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import ChosenForm, line_field
from nuandong.web.pages.tasks.forms import count_field, photos_field
from nuandong.web.regions import region_field


class AnnouncementForm(ChosenForm):
    """What was made known; how many it reached is asked for, never demanded."""

    channel = forms.ChoiceField(label=_("宣传渠道"), widget=forms.Select(attrs={"class": "select"}))
    title = line_field(_("宣传内容"), required=True, maxlength=120, help_text=_("一句话写明宣传了什么。"))
    region = region_field(_("地区"))
    times = count_field(_("次数"), required=True)
    copies = count_field(_("份数"), help_text=_("印发、发送、张贴的数量。"))
    reached = count_field(_("覆盖数"), help_text=_("这一次新覆盖的户数或人次。"))
    base = count_field(_("应覆盖数"), help_text=_("入户类渠道填写目前应覆盖的全部户数，用来算覆盖率。"))
    duty = forms.TypedChoiceField(
        label=_("落实哪项方案义务"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("不选的，按渠道自动计入。"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    link = line_field(_("链接"), maxlength=300, type="url", placeholder="https://")
    photos = photos_field()
    acted_at = moment_field(_("时间"), help_text=_("不填为现在；补录时填写实际时间。"))


class OpinionForm(ChosenForm):
    source = forms.ChoiceField(label=_("来源"), widget=forms.Select(attrs={"class": "select"}))
    link = line_field(_("链接"), maxlength=300, type="url", placeholder="https://")
    what = line_field(
        _("舆情内容"), required=True, maxlength=180, help_text=_("只写说了什么事，不写发布人的姓名、账号和电话。")
    )
    seriousness = forms.ChoiceField(label=_("严重程度"), initial=Seriousness.GENERAL.value, widget=forms.RadioSelect)
    region = region_field(_("地区"))
    unit = forms.TypedChoiceField(
        label=_("责任单位"), coerce=UUID, empty_value=None, widget=forms.Select(attrs={"class": "select"})
    )


class VerifyForm(PageForm):
    verdict = forms.ChoiceField(label=_("核实结果"), choices=Verdict.choices, widget=forms.RadioSelect)
    note = words_field(_("核实情况"), rows=3, required=True, help_text=_("不写发布人的个人信息。"))


class AnswerForm(PageForm):
    answer = words_field(
        _("回应内容"), rows=5, required=True, help_text=_("公开回应的原文；不需要公开回应的，写明处置结果和理由。")
    )
    link = line_field(_("发布在哪里"), maxlength=300, type="url", placeholder="https://")


class SettleForm(PageForm):
    good = forms.TypedChoiceField(
        label=_("处理意见"),
        choices=[("yes", _("回应到位，办结")), ("no", _("没有到位，退回重办"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = words_field(_("说明"), rows=3, help_text=_("退回时必须写明原因。"))
