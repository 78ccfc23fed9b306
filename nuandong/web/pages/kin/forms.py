"""The forms of kin-search notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.rescue.reference_station import channels
from nuandong.web.fields import moment_field, photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import line_field
from nuandong.web.wording import said


class DraftForm(PageForm):
    """What a family could recognise; the rest is taken from the records."""

    features = words_field(
        _("体貌特征和衣着"), help_text=_("只写便于辨认的：身形、疤痕、衣着。不写姓名、号码、病情和案情。")
    )
    accent = line_field(_("口音"))
    height_cm = forms.IntegerField(
        label=_("身高（厘米）"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    photo = photo_field(_("照片"), help_text=_("不选时用入站照片。"))


def _channels() -> list[tuple[str, Any]]:
    return [
        (code, _("%(title)s（全国）") % {"title": said(one.title)} if one.national else said(one.title))
        for code, one in channels().items()
    ]


class PublishForm(PageForm):
    channels = forms.MultipleChoiceField(
        label=_("发布渠道"),
        required=False,
        choices=_channels,
        initial=["website"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选这次实际发布的渠道。"),
    )
    acted_at = moment_field(_("发布时间"), help_text=_("不填为现在。"))


class ReleaseForm(PageForm):
    police = line_field(_("公安机关答复（单位、答复人）"))
    sheet_photo = photo_field(_("书面答复照片"))
    acted_at = moment_field(_("答复时间"), help_text=_("不填为现在。"))


class WithdrawForm(PageForm):
    reason = words_field(_("撤下的原因"), rows=2)
