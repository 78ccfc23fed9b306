"""The forms of patrols as typed at a desk; crews have their own on the phone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.web.fields import crew_field, moment_field, words_field
from nuandong.web.forms import PageForm

Choices = Sequence[tuple[str, Any]]


class _PartnersForm(PageForm):
    joint_units = forms.TypedMultipleChoiceField(
        label=_("联合巡查单位"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joint_units"].choices = partners  # type: ignore[attr-defined]
        if not partners:
            del self.fields["joint_units"]


class StartForm(_PartnersForm):
    """A team sets out."""

    team = forms.TypedChoiceField(label=_("队伍"), coerce=UUID, widget=forms.RadioSelect)
    acted_at = moment_field(_("出发时间"), help_text=_("不填为现在；补录时填实际时间。"))
    field_order = ["team", "acted_at", "joint_units"]

    def __init__(self, *args: Any, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]


class CheckForm(PageForm):
    """A key location was looked at."""

    place = forms.TypedChoiceField(label=_("点位"), coerce=UUID)
    found = forms.IntegerField(
        label=_("发现人数"),
        initial=0,
        help_text=_("没有人时填 0；每个人另填现场救助记录。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
    )
    note = words_field(_("情况"), rows=2)
    acted_at = moment_field(_("巡查时间"), help_text=_("不填为现在。"))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class CompleteForm(_PartnersForm):
    """The team is back."""

    acted_at = moment_field(_("结束时间"), help_text=_("不填为现在。"))
    crew = crew_field()
    field_order = ["acted_at", "crew", "joint_units"]
