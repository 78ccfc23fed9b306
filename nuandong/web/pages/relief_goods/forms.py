"""Forms of goods: a list of a village, a hand-out with its signature, taking somebody off."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.relief.actions.plan_goods import MOST_EACH
from nuandong.web.fields import photo_field
from nuandong.web.pages.stays.forms import ChosenForm
from nuandong.web.regions import region_field


class PlanForm(ChosenForm):
    season = forms.TypedChoiceField(label=_("年度"), coerce=UUID)
    village = region_field(_("村（社区）"))
    item = forms.ChoiceField(label=_("物资"))
    each = forms.IntegerField(
        label=_("数量"), min_value=1, max_value=MOST_EACH, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    per = forms.ChoiceField(
        label=_("按"), choices=[("household", _("每户")), ("person", _("每名救助对象"))], widget=forms.RadioSelect
    )
    deliver = forms.BooleanField(
        label=_("送到家里"), required=False, help_text=_("行动不便、不能来领的，送到家里签字。")
    )


class GiveForm(ChosenForm):
    receiver = forms.TypedChoiceField(
        label=_("领取人"), coerce=UUID, help_text=_("只能是本户成员，不能代领。"), widget=forms.RadioSelect
    )
    store = forms.TypedChoiceField(label=_("从哪里发"), coerce=UUID)
    delivered = forms.BooleanField(label=_("已送到家里"), required=False)
    signature = photo_field(_("签字或手印照片"), help_text=_("领取人在领取单上签字或按手印后拍照。"))
