"""The forms of the crew. Each carries the moment it was sent off on the phone: without a network it arrives later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.geo.coordinates import Point
from nuandong.people.kinds import Sex
from nuandong.rescue.kinds_encounter import AgeBand, FollowUpOutcome, Outcome
from nuandong.rescue.policies.dispatch import CLOCK_TOLERANCE
from nuandong.rescue.reference_station import categories, station
from nuandong.web.fields import PhotosField, crew_field, moment_field, size_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.wording import said

PHOTO: Final = {"accept": "image/*", "capture": "environment"}
MOST_PHOTOS: Final = 6
"""Of one person met: enough to show place and state, few enough for a weak network."""
KIT: Final = "warm"
"""What is given where nobody chooses a kit (library/supplies/kits.yaml)."""
Choices = Sequence[tuple[str, Any]]


class FieldForm(PageForm):
    """A form filled in outdoors; `typed_at` is written by the browser when the button is pressed."""

    typed_at = forms.DateTimeField(required=False, widget=forms.HiddenInput(attrs={"data-moment": ""}))


def when(data: Mapping[str, Any], now: datetime) -> datetime | None:
    """When the act was: as told, else when the button was pressed; None is now, as is a phone ahead of us."""
    told: datetime | None = data.get("acted_at")
    typed: datetime | None = data.get("typed_at")
    if told is not None:
        return told
    return typed if typed is not None and typed <= now + CLOCK_TOLERANCE else None


class PlaceForm(FieldForm):
    """A form that may know where the phone is, WGS-84."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    @staticmethod
    def point(data: Mapping[str, Any]) -> Point | None:
        if data["lat"] is None or data["lng"] is None:
            return None
        return Point(data["lat"], data["lng"])


class PositionForm(PlaceForm):
    """Where the team is."""


class StepForm(FieldForm):
    step = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class WhyForm(FieldForm):
    reason = words_field(_("原因"), rows=2)


class MeetForm(PlaceForm):
    """Somebody met. What cannot be seen stays open."""

    categories = forms.MultipleChoiceField(
        label=_("人员类别"),
        required=False,
        choices=lambda: [(code, said(one.title)) for code, one in categories().items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("看得出的都选；拿不准时按需要保护的选。"),
    )
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(
        label=_("年龄"), choices=AgeBand.choices, initial=AgeBand.UNKNOWN, widget=forms.RadioSelect
    )
    willing = forms.ChoiceField(
        label=_("愿意接受救助吗"),
        required=False,
        choices=[("yes", _("愿意")), ("no", _("不愿意")), ("", _("没有问或说不清"))],
        initial="",
        widget=forms.RadioSelect,
    )
    place_text = forms.CharField(label=_("地点"), required=False, help_text=_("不填时用线索或点位的地点。"))
    note = words_field(_("现场情况"), rows=3)
    photos = PhotosField(label=_("现场照片"), most=MOST_PHOTOS, attrs=PHOTO)
    acted_at = moment_field(_("实际时间（补录）"), help_text=_("不填为现在；超过 12 小时要拍纸质记录。"))
    sheet_photo = forms.FileField(label=_("纸质记录照片（补录）"), required=False, widget=forms.FileInput(attrs=PHOTO))
    clue = forms.UUIDField(required=False, widget=forms.HiddenInput)
    patrol = forms.UUIDField(required=False, widget=forms.HiddenInput)
    check = forms.UUIDField(required=False, widget=forms.HiddenInput)


SHOWN: Final[Mapping[Outcome, Sequence[str]]] = {
    Outcome.TO_STATION: ("willing", "medically_cleared", "legal_ground", "ground_by"),
    Outcome.TO_HOSPITAL: ("hospital", "tracker", "payer", "willing", "legal_ground", "ground_by"),
    Outcome.TO_POLICE: ("willing", "legal_ground", "ground_by"),
    Outcome.SUPPLIES_ONLY: ("willing", "store", "kit", "reason", "signed", "medically_cleared"),
    Outcome.GUIDED_HOME: ("guardian", "medically_cleared", "store", "kit", "reason", "confirmed_by"),
    Outcome.REFUSED: (
        *("willing", "store", "kit", "reason", "signed", "declined", "leaflet"),
        *("medically_cleared", "confirmed_by"),
    ),
    Outcome.LEFT_BEFORE: ("note", "confirmed_by"),
    Outcome.LEFT_MIDWAY: ("note", "confirmed_by"),
    Outcome.DECEASED: (),
}
"""What each ending asks; the rules decide which of it is wanted."""


class EndForm(FieldForm):
    """How an encounter ended. One instance for each outcome stands in the page, showing its own fields."""

    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.HiddenInput)
    willing = forms.ChoiceField(
        label=_("本人是否愿意"),
        required=False,
        choices=[("", _("与登记时相同")), ("yes", _("愿意")), ("no", _("不愿意"))],
        widget=forms.RadioSelect,
    )
    medically_cleared = forms.BooleanField(label=_("医生已现场检查，可以不送医"), required=False)
    legal_ground = forms.ChoiceField(
        label=_("本人不愿意时的依据"),
        required=False,
        choices=lambda: [("", _("不涉及")), *((code, said(one.title)) for code, one in station().grounds.items())],
    )
    ground_by = forms.CharField(label=_("在场的医生、民警或监护人"), required=False, max_length=200)
    hospital = forms.ChoiceField(label=_("医院"), required=False)
    tracker = forms.ChoiceField(label=_("跟踪人"), required=False)
    payer = forms.ChoiceField(
        label=_("费用"),
        required=False,
        choices=lambda: [(code, said(one.title)) for code, one in station().payers.items()],
    )
    store = forms.ChoiceField(label=_("从哪里发放御寒物资"), required=False)
    kit = forms.ChoiceField(label=_("救助包"), required=False, initial=KIT)
    reason = forms.CharField(
        label=_("少发的原因"), required=False, max_length=200, help_text=_("方案要求发给而没有发的，写明原因。")
    )
    signed = forms.BooleanField(label=_("本人已签字或按手印"), required=False)
    declined = forms.BooleanField(label=_("本人不要物资"), required=False)
    leaflet = forms.BooleanField(label=_("已留求助卡或宣传单"), required=False)
    confirmed_by = forms.ChoiceField(
        label=_("带班领导确认"),
        required=False,
        help_text=_("需要保护或救治的人员拒绝救助或离开时，须电话报告带班领导。"),
    )
    note = words_field(_("情况说明"), rows=3, help_text=_("最后看到的位置、去向和衣着，周边找过哪里、问过谁。"))
    guardian = forms.CharField(label=_("接走的监护人或亲属"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Choices],
        sized: Mapping[str, tuple[str, Sequence[str]]],
        outcome: str,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"outcome": outcome, **kwargs.get("initial", {})}
        super().__init__(*args, auto_id=f"id_{outcome}_%s", **kwargs)
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        names = list(SHOWN[Outcome(outcome)])
        if "kit" in names:
            sizes = {f"size_{code}": size_field(*of) for code, of in sized.items()}
            self.fields |= sizes
            names[names.index("kit") + 1 : 0] = sizes
        self.shown = [self[name] for name in names]


def sizes(data: Mapping[str, Any]) -> dict[str, str]:
    """Which size of which item of the kit was chosen."""
    return {name.removeprefix("size_"): size for name, size in data.items() if name.startswith("size_") and size}


class RoundForm(FieldForm):
    """Setting out on a round or coming back: which partners come along."""

    joint_units = forms.TypedMultipleChoiceField(
        label=_("联合巡查单位"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joint_units"].choices = partners  # type: ignore[attr-defined]


class BackForm(RoundForm):
    """Coming back, with how many were out."""

    crew = crew_field()


class TellForm(FieldForm):
    heard_by = forms.CharField(label=_("对方接报人"), required=False, max_length=100)


class VisitForm(FieldForm):
    outcome = forms.ChoiceField(label=_("结果"), choices=FollowUpOutcome.choices, widget=forms.RadioSelect)
    note = words_field(_("情况"))


class CheckForm(PlaceForm):
    """A look at one key location."""

    place = forms.UUIDField(widget=forms.HiddenInput)
    found = forms.IntegerField(
        label=_("发现几人"),
        required=False,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
    )
    note = forms.CharField(label=_("情况"), required=False)
