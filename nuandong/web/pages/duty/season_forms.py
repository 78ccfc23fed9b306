"""The forms of a season's roster: its days, one place with its turns, its publication."""

from collections.abc import Sequence
from datetime import time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.duty.season.plan import EVERY_DAY, RosterLine, SeasonPlan, Turn
from nuandong.web.forms import PageForm
from nuandong.web.pages.duty.choices import chosen
from nuandong.web.pages.duty.forms import WEEKDAYS, ChoosingForm, day_field, time_field, whole_field
from nuandong.web.pages.duty.names import People

OWN: Final = "own"
PATTERNS: Final = {
    "halves": (_("白班 08–20，夜班 20–次日08"), (time(8), time(8), 2)),
    "whole": (_("24 小时一班，08–次日08"), (time(8), time(8), 1)),
    "thirds": (_("三班：08–16，16–24，0–8"), (time(8), time(8), 3)),
    "night": (_("只排夜班 20–次日08"), (time(20), time(8), 1)),
}


class SeenForm(PageForm):
    """A form about a draft as it was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class SeasonForm(SeenForm):
    title = forms.CharField(label=_("名称"), max_length=40)
    first = day_field(_("从哪天"))
    last = day_field(_("到哪天"))
    rest_hours = whole_field(_("两班之间至少休息（小时）"), help_text=_("不足的在检查里指出，不妨碍发布。"))
    week_hours = whole_field(_("每人每周最多（小时）"), least=1, help_text=_("带班不计。"))
    absences = forms.CharField(
        label=_("谁哪几天不能来"),
        required=False,
        help_text=_("一行一人：姓名 开始日期 结束日期，例如：张三 2027-02-03 2027-02-08。到时由下一组顶上。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people

    def clean_absences(self) -> str:
        text: str = self.cleaned_data["absences"]
        self._absences = self._people.absences(text)
        return text

    def plan(self, lines: Sequence[RosterLine] = ()) -> SeasonPlan:
        """The plan with these days, and the places there are already."""
        data = self.cleaned_data
        return SeasonPlan(
            first=data["first"],
            last=data["last"],
            rest_hours=data["rest_hours"],
            week_hours=data["week_hours"],
            absences=self._absences,
            lines=tuple(lines),
        )


class LineForm(SeenForm, ChoosingForm):
    """One place: who takes turns, at which hours."""

    duty = forms.ChoiceField(label=_("岗位或队伍"), help_text=_("队伍每组写一名带队的人，队员自动随队。"))
    leader = forms.BooleanField(label=_("这一行排带班领导"), required=False, help_text=_("只用于岗位。"))
    vehicle = forms.ChoiceField(label=_("随队车辆"), required=False, help_text=_("只用于队伍。"))
    pattern = forms.ChoiceField(
        label=_("班次"),
        choices=[*[(code, title) for code, (title, _hours) in PATTERNS.items()], (OWN, _("其他，按下面填写"))],
        widget=forms.RadioSelect,
    )
    starts = time_field(_("开始"))
    ends = time_field(_("结束"), help_text=_("不晚于开始的算次日。"))
    parts = whole_field(_("分几班"), least=1)
    turn = forms.ChoiceField(label=_("怎样轮换"), choices=Turn.choices, widget=forms.RadioSelect)
    crews = forms.CharField(
        label=_("按先后轮班的人"),
        help_text=_("一行一组，同组的人用顿号隔开。可以从名单里整列粘贴。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    holiday_crews = forms.CharField(
        label=_("法定节假日另排"),
        required=False,
        help_text=_("写法相同；不写就照常轮。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    weekdays = forms.MultipleChoiceField(label=_("星期"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        for name in ("starts", "ends", "parts"):
            self.fields[name].required = False

    def clean_crews(self) -> str:
        text: str = self.cleaned_data["crews"]
        self._crews = self._people.crews(text)
        if not self._crews:
            raise ValidationError(_now("请至少写一个人。"))
        return text

    def clean_holiday_crews(self) -> str:
        text: str = self.cleaned_data["holiday_crews"]
        self._holiday_crews = self._people.crews(text)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("pattern") == OWN:
            for name in ("starts", "ends", "parts"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _now("请填写。"))
            if (data.get("parts") or 1) > MOST_PARTS:
                self.add_error("parts", _now("一天最多分 6 班。"))
        return data

    def line(self) -> RosterLine:
        """What was asked for."""
        data = self.cleaned_data
        kind, _colon, identity = data["duty"].partition(":")
        own = (data["starts"], data["ends"], data["parts"])
        starts, ends, parts = own if data["pattern"] == OWN else PATTERNS[data["pattern"]][1]
        return RosterLine(
            post=UUID(identity) if kind == "post" else None,
            team=UUID(identity) if kind == "team" else None,
            leader=data["leader"],
            vehicle=chosen(data["vehicle"]),
            starts=starts,
            ends=ends,
            parts=parts,
            turn=Turn(data["turn"]),
            crews=self._crews,
            holiday_crews=self._holiday_crews,
            weekdays=tuple(int(day) for day in data["weekdays"]),
        )


MOST_PARTS: Final = 6


def initial_of(line: RosterLine, people: People) -> dict[str, Any]:
    """The fields that make this line."""
    hours = (line.starts, line.ends, line.parts)
    return {
        "duty": f"post:{line.post}" if line.post else f"team:{line.team}",
        "leader": line.leader,
        "vehicle": str(line.vehicle or ""),
        "pattern": next((code for code, (_title, one) in PATTERNS.items() if one == hours), OWN),
        "starts": line.starts,
        "ends": line.ends,
        "parts": line.parts,
        "turn": line.turn.value,
        "crews": people.crews_text(line.crews),
        "holiday_crews": people.crews_text(line.holiday_crews),
        "weekdays": [str(day) for day in line.weekdays],
    }


def fresh(duty: str) -> dict[str, Any]:
    """A line to begin with."""
    return {
        "duty": duty,
        "pattern": "halves",
        "turn": Turn.FORWARD.value,
        "weekdays": [str(day) for day in EVERY_DAY],
        "parts": 1,
    }


class PublishForm(SeenForm):
    holes_known = forms.BooleanField(label=_("有缺岗或缺带班的时间先空着，我知道"), required=False)
