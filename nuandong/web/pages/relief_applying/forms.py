"""Forms of the first three steps: a survey, a meeting with its votes, a pack, a review."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.money import format_yuan
from nuandong.people.kinds import Relation
from nuandong.policy.editions import Column
from nuandong.relief import household_kinds
from nuandong.relief.forms.library import choices as listed
from nuandong.relief.household_kinds import HouseholdKind
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.steps import Origin
from nuandong.relief.surveys import SelfHelp, Survey
from nuandong.web.fields import PhotosField, moment_field, photo_field, words_field
from nuandong.web.forms import PageForm, dress
from nuandong.web.pages.duty.forms import day_field
from nuandong.web.pages.people.forms import RegisterForm
from nuandong.web.pages.stays.forms import line_field
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.relief.models import Application

NUMBER = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
ORIGINS = [(code, title) for code, title in Origin.choices if code != Origin.LEDGER]


class SurveyForm(PageForm):
    """What is asked of a household: its need, and a field for each column of the standard."""

    household = forms.UUIDField(widget=forms.HiddenInput)
    origin = forms.ChoiceField(label=_("怎么报的"), choices=ORIGINS, initial=Origin.APPLIED, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("家庭类型"), required=False)
    loss_type = forms.ChoiceField(label=_("损失类型"))
    lost_on = day_field(_("受灾日期"))
    difficulty = forms.ChoiceField(label=_("困难类型"))
    period = forms.ChoiceField(label=_("需要救助的时段"))
    self_help = forms.ChoiceField(label=_("自救能力"), choices=SelfHelp.choices, widget=forms.RadioSelect)
    persons = forms.IntegerField(label=_("需要救助的人数"), widget=NUMBER, min_value=1)
    why = words_field(_("困难情况"), rows=3, required=True, help_text=_("缺什么、缺多少，照实写。"))
    above = words_field(_("人均超过限额的理由"), rows=2)

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Column],
        limit_fen: int | None,
        new: bool = False,
        kept: HouseholdKind | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["household"], self.fields["origin"]
        self._limited(limit_fen)
        kind = household_kinds.asked(columns)
        self._choose("loss_type", [("", _now("请选择")), *listed_choices("loss_types")])
        self._choose("difficulty", [("", _now("请选择")), *listed_choices("difficulty_types")])
        self._choose("period", [("", _now("请选择")), *listed_choices("need_periods")])
        blank = [("", _now("请选择") if kind else _now("不清楚"))]
        self._choose("category", blank + _kinds(kind, kept))
        self.counts_kind = kind is not None
        self.columns = {f"fact_{one.name}": one for one in columns if one is not kind}
        for name, column in self.columns.items():
            self.fields[name] = _field(column)
            dress(self.fields[name].widget)

    def _limited(self, limit_fen: int | None) -> None:
        if limit_fen is None:
            del self.fields["above"]
        else:
            words = _now("人均超过 %(limit)s 元的户要写，随材料报乡镇盖章、报县级；没有超过的不写。")
            self.fields["above"].help_text = words % {"limit": format_yuan(limit_fen)}

    def _choose(self, name: str, some: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = some  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        home = household_kinds.answered(data["category"])
        facts = {column.name: data.get(name) for name, column in self.columns.items()}
        return {
            "persons": data["persons"],
            "category": home.type,
            "survey": Survey(
                loss_type=data["loss_type"],
                self_help=data["self_help"],
                why=data["why"],
                lost_on=data["lost_on"].isoformat(),
                difficulty=data["difficulty"],
                period=data["period"],
                above=data.get("above", ""),
            ),
            "facts": facts | ({household_kinds.COLUMN: home.code} if self.counts_kind else {}),
        }


class RevisionForm(SurveyForm):
    """The same of one that was reported; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def listed_choices(name: str) -> list[tuple[str, str]]:
    return [(code, said(one.title)) for code, one in listed(name).items()]


def _kinds(column: Column | None, kept: HouseholdKind | None) -> list[tuple[str, str]]:
    """Each answer as it is called; what an application said before stays among them, whatever is offered now."""
    found = household_kinds.answers(column)
    if kept and (kept.code or kept.type) and kept not in found:
        found = [*found, kept]
    codes = (column.codes if column else None) or {}
    alone = [one.code for one in found]
    return [(one.key, _called(one, codes.get(one.code, ""), alone.count(one.code) == 1)) for one in found]


def _called(one: HouseholdKind, kind: str, alone: bool) -> str:
    types = listed("household_types")
    title = said(types[one.type].title) if one.type in types else ""
    if not kind or not title:
        return title or said(kind)
    if alone or kind == types[one.type].title:
        return said(kind)
    return _now("%(type)s（算作%(kind)s）") % {"type": title, "kind": said(kind)}


def _field(column: Column) -> forms.Field:
    """A field for a column of a standard; left empty it is empty, and the rules say whether that may be."""
    label = said(column.title)
    blank = [("", _now("请选择"))]
    if column.kind == "code":
        some = [(code, said(title)) for code, title in (column.codes or {}).items()]
        return forms.ChoiceField(label=label, choices=blank + some, required=False)
    if column.kind == "flag":
        return forms.ChoiceField(label=label, choices=[*blank, ("1", _now("是")), ("0", _now("否"))], required=False)
    if column.kind == "text":
        return forms.CharField(label=label, required=False, max_length=100)
    return forms.IntegerField(
        label=label, required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": column.low})
    )


class MemberForm(RegisterForm):
    """Somebody who lives in a household that applies, and how he stands to its head."""

    relation = forms.ChoiceField(
        label=_("与户主关系"),
        choices=[("", _("请选择")), *((code, title) for code, title in Relation.choices if code != Relation.HEAD)],
    )
    field_order = ("name", "relation")

    def __init__(self, *args: Any, region: int, **kwargs: Any) -> None:
        super().__init__(*args, regions=[(str(region), "")], **kwargs)
        del self.fields["unnamed"]
        self.fields["region"].widget = forms.HiddenInput()
        self.initial["region"] = region


class MeetingForm(PageForm):
    """A meeting, and a line of votes for each household; a line without votes was not spoken of."""

    held_at = moment_field(_("会议时间"), required=True)
    place = line_field(_("地点"), required=True, maxlength=80)
    invited = forms.IntegerField(label=_("应到人数"), widget=NUMBER, min_value=1)
    attendance = words_field(_("到会人员"), rows=4, required=True, help_text=_("一行一人，到会人数由此数出。"))
    chair = line_field(_("主持人"), required=True, maxlength=50, help_text=_("到会人员之一。"))
    minutes = words_field(_("会议记录"), rows=4)
    photos: PhotosField = PhotosField(label=_("会议照片"), most=4, attrs={"accept": "image/*"})
    pages: PhotosField = PhotosField(label=_("签字页照片"), most=4, attrs={"accept": "image/*"})

    def __init__(self, *args: Any, rows: "Sequence[Application]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {one.id: one for one in rows}
        for identity in self.cases:
            for part in ("yes", "no", "abstained"):
                widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
                self.fields[f"{part}_{identity.hex}"] = forms.IntegerField(
                    label=_PARTS[part], required=False, min_value=0, widget=widget
                )
            self.fields[f"opinion_{identity.hex}"] = forms.CharField(label=_("理由"), required=False, max_length=300)
            for part in ("yes", "no", "abstained", "opinion"):
                dress(self.fields[f"{part}_{identity.hex}"].widget)

    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("held_at", "place", "invited", "attendance", "chair", "minutes")]

    def pictures(self) -> list[forms.BoundField]:
        return [self["photos"], self["pages"]]

    def lines(self) -> "list[tuple[Application, list[forms.BoundField]]]":
        parts = ("yes", "no", "abstained", "opinion")
        return [(one, [self[f"{part}_{one.id.hex}"] for part in parts]) for one in self.cases.values()]

    def ballots(self) -> Mapping[UUID, Ballot]:
        found = {}
        for identity in self.cases:
            yes, no, abstained = (
                self.cleaned_data.get(f"{part}_{identity.hex}") for part in ("yes", "no", "abstained")
            )
            if yes is None and no is None and abstained is None:
                continue
            opinion = self.cleaned_data.get(f"opinion_{identity.hex}", "")
            found[identity] = Ballot(yes or 0, no or 0, abstained or 0, opinion)
        return found


_PARTS = {"yes": _("同意"), "no": _("不同意"), "abstained": _("弃权")}


class CardForm(PageForm):
    """The card as it lies on the table."""

    account = line_field(_("卡号或账号"), inputmode="numeric", help_text=_("和登记的一样就不用填。"))
    bank = line_field(_("开户银行"), maxlength=60)
    photo = photo_field(_("卡或存折的照片"))


class WhyForm(PageForm):
    why = words_field(_("理由"), rows=2, required=True, help_text=_("对方会看到。"))


class SubmitForm(PageForm):
    leave = forms.BooleanField(label=_("公示没有满期的户留到下一份材料"), required=False)


class PapersForm(PageForm):
    photos: PhotosField = PhotosField(label=_("材料照片"), most=6, attrs={"accept": "image/*"})


class PassForm(PageForm):
    """Which households of a pack pass; all are marked at first."""

    passed = forms.TypedMultipleChoiceField(
        label=_("审核通过的户"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    above = forms.TypedMultipleChoiceField(
        label=_("人均超过限额，乡镇确认盖章的户"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, rows: "Sequence[Application]", above: "Sequence[tuple[Application, str]]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"].choices = [(str(one.id), one.head_masked) for one in rows]  # type: ignore[attr-defined]
        if above:
            self.fields["above"].choices = [(str(one.id), words) for one, words in above]  # type: ignore[attr-defined]
        else:
            del self.fields["above"]
        if not self.is_bound:
            self.initial["passed"] = [str(one.id) for one in rows]
