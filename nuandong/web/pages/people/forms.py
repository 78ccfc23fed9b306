"""The forms about one person: registering, correcting, papers, categories."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.people.categories import categories
from nuandong.people.documents import Paper
from nuandong.people.ethnic import TITLES
from nuandong.people.kinds import DocumentKind, PairState, Relation, Sex
from nuandong.people.selectors import PersonCard
from nuandong.web.forms import PageForm
from nuandong.web.regions import Choice, region_field
from nuandong.web.wording import said

ETHNIC = [("", _("不详")), *TITLES.items()]
PAPERS = [
    ("", _("以后再登记")),
    *[(kind.value, kind.label) for kind in DocumentKind if kind is not DocumentKind.ID_CARD_LEGACY],
]


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day chosen in the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def year_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("估计出生年份"),
        required=False,
        help_text=_("不知道生日时填，例如 1956。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1890, "max": 2100}),
    )


def _line(
    label: Any, *, required: bool = False, limit: int = 200, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=required, max_length=limit, help_text=help_text, widget=widget)


class RegisterForm(PageForm):
    """Somebody new. Without a name a temporary number is given."""

    unnamed = forms.BooleanField(
        label=_("不知道姓名，按无名人员登记"), required=False, help_text=_("会得到临时编号，查明后可以补上姓名。")
    )
    name = _line(_("姓名"), limit=50)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("证件种类"), choices=PAPERS, required=False)
    number = _line(_("证件号码"), limit=30, help_text=_("身份证会核对校验位，并带出出生日期和性别。"))
    valid_until = day_field(_("证件有效期至"))
    birth_on = day_field(_("出生日期"))
    birth_year = year_field()
    ethnic_code = forms.ChoiceField(label=_("民族"), choices=ETHNIC, required=False)
    phone = _line(_("电话"), limit=30, inputmode="tel")
    region = region_field(_("所在地"), help_text=_("知道到哪一级就选到哪一级。"))
    address = _line(_("住址"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regions: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class DocumentForm(PageForm):
    """One more paper of somebody who is known."""

    kind = forms.ChoiceField(label=_("证件种类"), choices=PAPERS[1:])
    number = _line(_("证件号码"), limit=30, help_text=_("无证件的不填。"))
    valid_until = day_field(_("证件有效期至"))


class CorrectForm(PageForm):
    """What stands sealed is not shown again: an empty box leaves it as it is, a tick takes it away."""

    name = _line(_("姓名"), limit=50)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_on = day_field(_("出生日期"))
    birth_year = year_field()
    ethnic_code = forms.ChoiceField(label=_("民族"), choices=ETHNIC, required=False)
    phone = _line(_("电话"), limit=30, inputmode="tel")
    phone_gone = forms.BooleanField(label=_("删去电话"), required=False)
    address = _line(_("住址"))
    address_gone = forms.BooleanField(label=_("删去住址"), required=False)
    hukou_region = _line(_("户籍地代码"), limit=12, help_text=_("6 位或 12 位区划代码。"), inputmode="numeric")
    dead_on = day_field(_("死亡日期"))
    reason = _line(_("更正原因"), required=True, help_text=_("例如：对照户口簿更正。"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class IdentifyForm(PageForm):
    """The name that was found out."""

    name = _line(_("查明的姓名"), required=True, limit=50)
    kind = forms.ChoiceField(label=_("证件种类"), choices=PAPERS, required=False)
    number = _line(_("证件号码"), limit=30)
    valid_until = day_field(_("证件有效期至"))
    reason = _line(_("怎么查明的"), required=True, help_text=_("例如：公安人像比对、亲属辨认。"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CategoryForm(PageForm):
    """An aid category from a day on."""

    code = forms.ChoiceField(label=_("困难群体类别"))
    since = day_field(_("开始日期"), required=True)
    until = day_field(_("截止日期"), help_text=_("不填表示长期；截止当日不再计入。"))
    source = _line(_("依据"), required=True, limit=80, help_text=_("名册名称或批准文号。"))

    def __init__(self, *args: Any, holder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [(code, said(kind.title)) for code, kind in categories().items() if kind.holder == holder]
        self.fields["code"].choices = [("", _("请选择")), *fitting]  # type: ignore[attr-defined]


class EndForm(PageForm):
    """The day on which something no longer counts, and why."""

    until = day_field(_("截止日期"), required=True, help_text=_("这一天起不再计入。"))
    reason = _line(_("原因"), required=True)


class FormHouseholdForm(PageForm):
    """A household with its head."""

    region = region_field(_("所在村（社区）"))
    formed_on = day_field(_("立户日期"), required=True)
    number = _line(_("户编号"), limit=40, help_text=_("村里自己的编号，没有可以不填。"))
    address = _line(_("家庭住址"))

    def __init__(self, *args: Any, regions: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class JoinForm(PageForm):
    """How the new member stands to the head."""

    relation = forms.ChoiceField(label=_("与户主关系"), choices=[("", _("请选择")), *Relation.choices])
    since = day_field(_("加入日期"), required=True)


class MoveForm(PageForm):
    """Where a household moves to."""

    to_region = region_field(_("迁入村（社区）"))
    address = _line(_("新住址"), help_text=_("不填则不留住址。"))
    reason = _line(_("迁移原因"), required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, regions: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_region"].choices = regions  # type: ignore[attr-defined]


class UnmaskForm(PageForm):
    """Why one field is looked at in full."""

    reason = forms.ChoiceField(
        label=_("原因"),
        choices=[
            ("contact", _("联系本人或家属")),
            ("identify", _("核对身份")),
            ("paper", _("填写纸质材料")),
            ("other", _("其他")),
        ],
        widget=forms.RadioSelect,
    )
    note = _line(_("补充说明"), limit=100)

    def words(self) -> str:
        """Reason and note in one line, as the journal keeps them."""
        chosen = dict(self.fields["reason"].choices)[self.cleaned_data["reason"]]  # type: ignore[attr-defined]
        return "：".join(part for part in (str(chosen), self.cleaned_data["note"].strip()) if part)


def papers_of(data: dict[str, Any]) -> list[Paper]:
    """The paper of a form, none if no kind was chosen; a number without a kind is taken for an identity card's."""
    kind = data["kind"] or (DocumentKind.ID_CARD.value if data["number"].strip() else "")
    return [Paper(kind=kind, number=data["number"], valid_until=data["valid_until"])] if kind else []


def correction_initial(card: PersonCard) -> dict[str, Any]:
    """What a correction starts from: the fields that stand in clear."""
    return {
        "sex": card.sex,
        "birth_on": card.birth_on,
        "birth_year": card.birth_year,
        "ethnic_code": card.ethnic_code,
        "hukou_region": card.hukou_region or "",
        "dead_on": card.dead_on,
        "version": card.version,
    }


class PairForm(PageForm):
    """What somebody found out about two records."""

    decision = forms.ChoiceField(
        label=_("结论"),
        choices=[(one.value, one.label) for one in PairState if one is not PairState.OPEN],
        widget=forms.RadioSelect,
    )
    reason = _line(_("依据"), required=True, help_text=_("怎样核对的，例如“电话问过本人”“看过户口簿”。"))


class ReopenForm(PageForm):
    """Why a decision is taken back."""

    reason = _line(_("撤销原因"), required=True)
