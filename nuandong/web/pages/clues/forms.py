"""The forms of the clue desk. What is required at all is little: the rules say what else is wanted."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.rescue import reference
from nuandong.rescue.details import MOST_PEOPLE, ClueDetails
from nuandong.rescue.kinds import Channel, Closing
from nuandong.rescue.policies.clue import BY_HAND
from nuandong.web.fields import moment_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.clues.recordings import recording_field
from nuandong.web.points import PointForm
from nuandong.web.regions import Choice, region_field
from nuandong.web.wording import said

PLACE_LIST: Final = "place-list"
"""The datalist of key locations that the desk fills while somebody types (`views.places`)."""


def hint_choices() -> list[tuple[str, str]]:
    return [(code, said(hint.title)) for code, hint in reference.hints().items()]


def reporter_choices() -> list[tuple[str, Any]]:
    return [("", _("没有问")), *((code, said(one.title)) for code, one in reference.reporters().items())]


class _SaidForm(PointForm):
    """What somebody says about a clue, at first or later."""

    words = words_field(_("来电人怎么说"), help_text=_("照原话记；听不清时，有号码或地点也能保存。"))
    place_text = forms.CharField(
        label=_("地点"),
        required=False,
        help_text=_("直接写，或从重点点位中选。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": PLACE_LIST}),
    )
    caller = forms.CharField(
        label=_("来电号码"), required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    hints = forms.MultipleChoiceField(
        label=_("人员情况"), required=False, choices=hint_choices, widget=forms.CheckboxSelectMultiple
    )
    reporter_kind = forms.ChoiceField(label=_("报告人"), required=False, choices=reporter_choices)
    people_count = forms.IntegerField(
        label=_("人数"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": MOST_PEOPLE}),
    )
    remote = forms.BooleanField(label=_("路途较远，按 60 分钟到场"), required=False)
    region = region_field(_("所在区划"), required=False, help_text=_("不选时按点位，或按本单位。"))
    recording = recording_field()

    def __init__(self, *args: Any, regions: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]

    @staticmethod
    def details(data: dict[str, Any], place: UUID | None, recording: UUID | None) -> ClueDetails:
        """What was typed; `place` is the key location named in the place field, `recording` a stored file."""
        return ClueDetails(
            words=data["words"],
            caller=data["caller"],
            reporter_kind=data["reporter_kind"],
            place_text=data["place_text"],
            place=place,
            at=PointForm.point(data),
            recording=recording,
            remote=data["remote"] or None,
            people_count=data["people_count"],
            hints=data["hints"],
        )


class ReceiveForm(_SaidForm):
    """A new clue."""

    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, initial=Channel.HOTLINE)
    acted_at = moment_field(_("来电时间"), help_text=_("不填为现在；时限从来电时算起。"))


class SupplementForm(_SaidForm):
    """What was said later: words are added, the rest replaces what stood there."""


class OrderForm(PageForm):
    """A team to send; another one than the first of the list needs a reason."""

    team = forms.ChoiceField(label=_("队伍"), widget=forms.RadioSelect)
    reason = words_field(_("为什么派这支队伍"), rows=2, help_text=_("派排在最前的队伍时不用填。"))
    acted_at = moment_field(_("派出时间"), help_text=_("不填为现在；先电话派出、后补录时填实际时间。"))
    additional = forms.BooleanField(label=_("这是增派：已有队伍前往"), required=False)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]


class ReportForm(PageForm):
    """A step of a crew, told by voice."""

    step = forms.ChoiceField(label=_("进展"), widget=forms.RadioSelect)
    acted_at = moment_field(_("实际时间"), help_text=_("不填为现在。"))

    def __init__(self, *args: Any, steps: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class ReasonForm(PageForm):
    """An act that wants nothing but its reason."""

    reason = words_field(_("原因"))


class CloseForm(PageForm):
    closing = forms.ChoiceField(
        label=_("结果"),
        choices=[(one.value, one.label) for one in Closing if one in BY_HAND],
        widget=forms.RadioSelect,
    )
    words = words_field(_("说明"), help_text=_("未找到人或无效线索必须说明：到过哪里、问过谁。"))
    confirmed_by = forms.TypedChoiceField(
        label=_("带班领导确认"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("没有队伍到过现场就办结的，到场时限照常计算；电话报告带班领导、确认不必到场的除外。"),
    )

    def __init__(self, *args: Any, leaders: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed_by"].choices = [("", _("不涉及")), *leaders]  # type: ignore[attr-defined]


class HandOverForm(PageForm):
    to_region = forms.TypedChoiceField(label=_("移交给"), required=False, coerce=int, empty_value=None)
    elsewhere = forms.IntegerField(
        label=_("外省区划代码"),
        required=False,
        help_text=_("对方不在上面列表中时，填 12 位区划代码。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 12}),
    )
    reason = words_field(_("为什么由对方办理"))

    def __init__(self, *args: Any, counties: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_region"].choices = counties  # type: ignore[attr-defined]


class RevealForm(PageForm):
    """Why a number is looked at."""

    note = forms.CharField(label=_("用途"), required=False, max_length=100)
