"""Forms of units and people: register, posts, delegations, accounts, hand-over, import."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.geo.errors import ImportRefused, RowError
from nuandong.kernel.clock import day_start
from nuandong.kernel.errors import DomainError
from nuandong.org import catalogue
from nuandong.org.kinds import Absence, Sex, UnitKind
from nuandong.web.forms import PageForm
from nuandong.web.regions import Choice, region_field
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.org.models import Post, Role, Staff, Unit


def _line(label: Any, limit: int, *, required: bool = True, help_text: Any = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=limit, required=required, help_text=help_text, widget=widget)


def _reason(*, required: bool = False) -> forms.CharField:
    return forms.CharField(label=_("原因"), max_length=200, required=required, widget=forms.Textarea(attrs={"rows": 2}))


def _day(label: Any, *, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


def _one_of(label: Any, *, help_text: Any = "") -> forms.UUIDField:
    """A select of people or units; that the id exists and may be named is the action's question."""
    return forms.UUIDField(label=label, help_text=help_text, widget=forms.Select)


def offer(field: forms.Field, choices: Iterable[Any]) -> None:
    """Put the choices of a select in."""
    field.widget.choices = [("", _now("请选择")), *choices]


def people_choices(people: Sequence["Staff"]) -> list[Choice]:
    """People grouped by unit, in the order they come."""
    grouped = groupby(people, key=lambda one: one.unit)
    return [(unit.name, [(str(one.id), one.name) for one in members]) for unit, members in grouped]


def unit_choices(units: Sequence["Unit"]) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in units]


class ReasonForm(PageForm):
    """An act that asks for nothing but why."""

    reason = _reason()


class MustReasonForm(PageForm):
    reason = _reason(required=True)


class UnitForm(PageForm):
    name = _line(_("单位名称"), 80)
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices)
    region = region_field(_("所在区划"), help_text=_("单位管到哪一级就选哪一级；以后不能改，只能另建单位。"))


class UnitNameForm(PageForm):
    name = _line(_("单位名称"), 80)
    reason = _reason()


class HireForm(PageForm):
    name = _line(_("姓名"), 40)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    unit = _one_of(_("单位"))
    phone = _line(
        _("电话"), 30, required=False, help_text=_("加密保存，平时只显示后四位。"), inputmode="tel", type="tel"
    )


class CorrectForm(PageForm):
    """Name and sex as they are; the phone only when it changes, for the page does not know it."""

    name = _line(_("姓名"), 40)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    phone = _line(_("新电话"), 30, required=False, help_text=_("不改就留空。"), inputmode="tel", type="tel")
    no_phone = forms.BooleanField(label=_("删除原来的电话"), required=False)


class AppointForm(PageForm):
    role = forms.ChoiceField(label=_("岗位（角色）"))
    unit = _one_of(_("任职单位"))
    region = region_field(_("管辖区划"), help_text=_("任职后能看到这个区划及其下级的记录。"))
    since = _day(_("任职日期"), help_text=_("不填表示从现在起。"))
    until = _day(_("任职到"), help_text=_("含当天；不填表示没有期限。"))
    deputy = forms.BooleanField(label=_("副职"), required=False, help_text=_("升级报告时排在正职之后。"))

    def offer_roles(self, roles: Iterable["Role"]) -> None:
        self.fields["role"].choices = [("", _now("请选择")), *((one.code, said(one.title)) for one in roles)]  # type: ignore[attr-defined]

    def refuse(self, error: DomainError) -> None:
        # The action knows moments; the page asks for days.
        super().refuse(_renamed(error, {"valid_until": "until", "valid_from": "since"}))

    def times(self) -> tuple[datetime | None, datetime | None]:
        """The first moment of the post and the first one after it."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return day_start(since) if since else None, day_start(until + timedelta(days=1)) if until else None


class EndPostForm(PageForm):
    last_day = _day(_("最后一天"), help_text=_("含当天；不填表示立即免职。"))
    reason = _reason()

    def ends_at(self) -> datetime | None:
        last = self.cleaned_data["last_day"]
        return day_start(last + timedelta(days=1)) if last else None

    def refuse(self, error: DomainError) -> None:
        super().refuse(_renamed(error, {"ends_at": "last_day"}))


class LendForm(PageForm):
    taker = _one_of(_("代班人"))
    valid_from = _moment(_("开始"))
    valid_until = _moment(_("结束"))
    absence = forms.ChoiceField(label=_("缺勤原因"), choices=Absence.choices, widget=forms.RadioSelect)
    permissions = forms.MultipleChoiceField(
        label=_("只委托这些权限"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一项都不选，就委托岗位上全部可以委托的权限。"),
    )
    reason = _reason()

    def offer_permissions(self, post: "Post") -> None:
        titles = catalogue.permissions()
        lendable = [code for code in post.role.permissions if code in catalogue.delegable_permissions()]
        self.fields["permissions"].choices = [(code, _now(titles[code].title)) for code in lendable]  # type: ignore[attr-defined]


class UsernameForm(PageForm):
    username = _line(
        _("用户名"), 40, help_text=_("3 到 40 个小写字母、数字、点或横线，例如姓名拼音。"), autocapitalize="none"
    )


class HandoverForm(PageForm):
    taker = _one_of(_("接交人"))
    witness = _one_of(_("监交人"))
    reason = _reason()


class TransferForm(PageForm):
    to_unit = _one_of(_("调往单位"))
    reason = _reason()


class PhoneForm(PageForm):
    """The page behind the eye button, for browsers without scripts and for refusals."""

    reason = forms.ChoiceField(
        label=_("原因"),
        choices=[
            ("contact", _("工作联系")),
            ("identify", _("核对身份")),
            ("paper", _("填写纸质材料")),
            ("other", _("其他")),
        ],
        widget=forms.RadioSelect,
    )
    note = _line(_("补充说明"), 100, required=False)

    def words(self) -> str:
        chosen = dict(self.fields["reason"].choices)[self.cleaned_data["reason"]]  # type: ignore[attr-defined]
        note = self.cleaned_data["note"]
        return f"{chosen}：{note}" if note else str(chosen)


class ImportForm(PageForm):
    file = forms.FileField(
        label=_("人员名册"),
        help_text=_("xlsx、xls、ods 或 csv，最多 5000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: Sequence[RowError] = ()

    def refuse(self, error: DomainError) -> None:
        if isinstance(error, ImportRefused):
            self.rows = error.rows
        super().refuse(error)


def _renamed(error: DomainError, names: dict[str, str]) -> DomainError:
    field = names.get(error.field or "", error.field)
    return type(error)(error.code, error.message, error.advice, field, **error.params)
