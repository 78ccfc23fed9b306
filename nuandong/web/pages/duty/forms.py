"""The forms of duty: planning, acts on a shift, hand-over, teams, vehicles, posts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.duty.actions.hand_over_shift import LONGEST_LOG
from nuandong.duty.errors import Overlap, RosterRefused
from nuandong.duty.kinds import Ability, Equipment, TeamKind
from nuandong.duty.planning import Planned
from nuandong.kernel.errors import DomainError
from nuandong.web.forms import PageForm
from nuandong.web.pages.duty import patterns
from nuandong.web.pages.duty.choices import chosen
from nuandong.web.regions import region_field

SEATS: Final = 8
"""So many people can take turns in one plan."""
LONGEST_PLAN: Final = timedelta(days=62)
WEEKDAYS: Final = [
    ("0", _("周一")),
    ("1", _("周二")),
    ("2", _("周三")),
    ("3", _("周四")),
    ("4", _("周五")),
    ("5", _("周六")),
    ("6", _("周日")),
]


def moment_field(label: Any, *, help_text: Any = "") -> forms.DateTimeField:
    """A moment in Shanghai time, for what is entered later; left empty it is now."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, help_text=help_text, widget=widget)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def time_field(label: Any, *, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget)


def whole_field(label: Any, *, least: int = 0, help_text: Any = "", required: bool = True) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": least})
    return forms.IntegerField(label=label, min_value=least, help_text=help_text, required=required, widget=widget)


class ChoosingForm(PageForm):
    """A form with selects whose choices the view brings: `choices={"staff": […]}`."""

    def __init__(self, *args: Any, choices: dict[str, Sequence[Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]


class PlanForm(ChoosingForm):
    """Many shifts in one go; `overlaps` are those for which nothing was planned."""

    duty = forms.ChoiceField(label=_("岗位或队伍"), help_text=_("队伍的班填带队的人，队员自动随队。"))
    leader = forms.BooleanField(label=_("排带班领导"), required=False, help_text=_("只用于岗位。"))
    vehicle = forms.ChoiceField(label=_("随队车辆"), required=False, help_text=_("只用于队伍。"))
    first = day_field(_("从哪天"))
    last = day_field(_("到哪天"))
    weekdays = forms.MultipleChoiceField(label=_("星期"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)
    start = time_field(_("开始"))
    end = time_field(_("结束"))
    parts = forms.TypedChoiceField(
        label=_("这段时间分几班"),
        help_text=_("结束不晚于开始的算次日，相同即 24 小时。"),
        coerce=int,
        choices=[(1, _("一班")), (2, _("两班")), (3, _("三班")), (4, _("四班"))],
    )
    turn = forms.ChoiceField(
        label=_("怎样轮换"),
        help_text=_("从第 1 人排起，排完一轮再从头。"),
        choices=[("shift", _("每班换人")), ("day", _("每天换人"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: dict[str, Sequence[Any]], people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.overlaps: Sequence[Overlap] = ()
        for n in range(SEATS):
            label = _now("第 %(n)d 人") % {"n": n + 1}
            choices_here = [("", _now("请选择")), *people[1:]] if n == 0 else people
            field = forms.ChoiceField(label=label, choices=choices_here, required=n == 0)
            field.widget.attrs["class"] = "select"
            self.fields[f"person_{n}"] = field

    @property
    def seats(self) -> list[forms.BoundField]:
        """The boxes for the people in turn."""
        return [self[f"person_{n}"] for n in range(SEATS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date) and not timedelta() <= last - first < LONGEST_PLAN:
            self.add_error("last", _now("截止日期要不早于开始日期，一次最多排 62 天。"))
        return data

    def lines(self) -> list[Planned]:
        """The lines of the roster this form asks for."""
        data = self.cleaned_data
        kind, _colon, identity = data["duty"].partition(":")
        days = patterns.spans(
            data["first"],
            data["last"],
            start=data["start"],
            end=data["end"],
            parts=data["parts"],
            weekdays={int(day) for day in data["weekdays"]},
        )
        return patterns.lines(
            days,
            [UUID(data[f"person_{n}"]) for n in range(SEATS) if data[f"person_{n}"]],
            by_day=data["turn"] == "day",
            post=UUID(identity) if kind == "post" else None,
            team=UUID(identity) if kind == "team" else None,
            leader=data["leader"],
            vehicle=chosen(data["vehicle"]),
        )

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        if isinstance(error, RosterRefused):
            self.overlaps = error.overlaps


class MomentForm(PageForm):
    """Reporting on or off duty, now or as it was."""

    acted_at = moment_field(_("实际时间"), help_text=_("现在办理的不用填；补录时填当时的时间。"))


class ReasonForm(PageForm):
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class RelieveForm(ChoosingForm):
    staff = forms.ChoiceField(label=_("由谁替班"))
    acted_at = moment_field(_("接替时间"), help_text=_("正在值的班从这时起由替班人接手，不填就是现在。"))
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class HandOverForm(ChoosingForm):
    """What the next shift must know."""

    to_shift = forms.ChoiceField(label=_("交给"))
    log = forms.CharField(
        label=_("交班内容"),
        max_length=LONGEST_LOG,
        help_text=_("没办完的事、要盯住的人和时限、车辆和物资情况。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PhoneForm(PageForm):
    """Why a number is looked at in full."""

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
    note = forms.CharField(label=_("补充说明"), max_length=100, required=False)

    def words(self) -> str:
        """Reason and note in one line, as the journal keeps them."""
        titles = dict(self.fields["reason"].choices)  # type: ignore[attr-defined]
        return "：".join(part for part in (str(titles[self.cleaned_data["reason"]]), self.cleaned_data["note"]) if part)


class TeamForm(ChoosingForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类型"), choices=TeamKind.choices)
    unit = forms.ChoiceField(label=_("所属单位"))
    region = region_field(_("负责区域"))
    call_sign = forms.CharField(label=_("呼号"), max_length=20, required=False)
    abilities = forms.MultipleChoiceField(
        label=_("专长"), choices=Ability.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ChangeTeamForm(ChoosingForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    call_sign = forms.CharField(label=_("呼号"), max_length=20, required=False)
    base = forms.ChoiceField(label=_("待命地点"), required=False)
    abilities = forms.MultipleChoiceField(
        label=_("专长"), choices=Ability.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class MemberForm(ChoosingForm):
    staff = forms.ChoiceField(label=_("队员"))


class VehicleForm(ChoosingForm):
    plate = forms.CharField(label=_("车牌号"), max_length=20)
    seats = whole_field(_("座位数"), least=1)
    unit = forms.ChoiceField(label=_("所属单位"))
    region = region_field(_("使用区域"))
    equipment = forms.MultipleChoiceField(
        label=_("车载设备"), choices=Equipment.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class TakeForm(ChoosingForm):
    shift = forms.ChoiceField(label=_("哪支队伍用车"))
    km_out = whole_field(_("出车里程（公里）"))
    acted_at = moment_field(_("出车时间"), help_text=_("现在出车的不用填。"))


class BringBackForm(PageForm):
    km_in = whole_field(_("收车里程（公里）"))
    fuel = forms.DecimalField(
        label=_("途中加油（升）"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "step": "0.01"}),
    )
    acted_at = moment_field(_("收车时间"), help_text=_("现在收车的不用填。"))

    def centilitres(self) -> int:
        """The fuel taken on the way, in centilitres."""
        return int((self.cleaned_data["fuel"] or 0) * 100)


class PostForm(ChoosingForm):
    title = forms.CharField(label=_("岗位名称"), max_length=40)
    code = forms.CharField(label=_("代码"), max_length=60, help_text=_("方案按它找岗位，例如 rescue.hotline。"))
    unit = forms.ChoiceField(label=_("所属单位"))
    region = region_field(_("负责区域"))
    opens = time_field(_("每天从"))
    closes = time_field(_("到"), help_text=_("不晚于开始的算次日；相同即 24 小时。"))
    with_leader = forms.BooleanField(label=_("要有带班领导"), required=False)
