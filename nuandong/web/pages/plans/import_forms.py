"""Forms of importing a plan document: the document, what is kept of its findings, the plan file."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.kept import DROP, KEEP, Decision, Decisions, asked, is_number
from nuandong.plans.schema.obligations import RegionScope
from nuandong.web import wording
from nuandong.web.forms import PageForm
from nuandong.web.pages.plans import import_works as works
from nuandong.web.pages.plans.demands import SCOPES

MAX_DRAFT: Final = 200_000
CHOICES: Final = ((KEEP, _("采用")), (DROP, _("不要")))


class DocumentForm(PageForm):
    document = forms.FileField(
        label=_("方案文档"),
        help_text=_("Word（.docx）、PDF 或文本（.txt），最大 20 MB。扫描件要先识别成文字。"),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )
    number = forms.IntegerField(
        label=_("第几份"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("文件里有几份方案的，写导入第几份；只有一份的不用写。"),
    )


class _Seen(PageForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class DropForm(PageForm):
    """Nothing to fill in."""


class ReviewForm(_Seen):
    """A choice for every finding of the page; a number where another can be put in place of the one found, and a kind
    of work where a draft takes the finding only when it is told one. What is not on the page stays as it was decided.
    """

    def __init__(
        self,
        *args: Any,
        found: Found,
        decisions: Decisions,
        places: Collection[int],
        wanting: Collection[int],
        entries: Collection[str],
        **kwargs: Any,
    ) -> None:
        """`places` of the findings on the page, those among them that are `wanting` a work, `entries` by hand."""
        self._found, self._before, self._places, self._entries = found, decisions, places, entries
        super().__init__(*args, **kwargs)
        for place in places:
            self._add(place, found.findings[place], decisions.get(str(place)), wants=place in wanting)
        for entry in entries:
            self.fields[f"choice_{entry}"] = _choice(CHOICES, KEEP)

    def _add(self, place: int, finding: Finding, decision: Decision | None, *, wants: bool) -> None:
        said = decision if isinstance(decision, Mapping) else {}
        value = said.get("value") if said else decision
        chosen = decision if decision in (KEEP, DROP) else KEEP if decision is not None or finding.sure else ""
        self.fields[f"choice_{place}"] = _choice(CHOICES if finding.sure else ((*CHOICES, ("", _("待定")))), chosen)
        if is_number(finding):
            self.fields[f"number_{place}"] = forms.IntegerField(
                label=_("数值"),
                required=False,
                min_value=0,
                initial=value if isinstance(value, int) else finding.value,
                widget=forms.NumberInput(attrs={"class": "input"}),
            )
        if wants:
            self.fields[f"work_{place}"] = work_field(initial=works.title(said.get("work", "")))
            self.fields[f"for_{place}"] = scope_field(initial=said.get("for"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in self._places:
            words = data.get(f"work_{place}")
            if words and works.code(words) is None:
                self.add_error(f"work_{place}", works.UNKNOWN)
        return data

    def decisions(self) -> dict[str, Decision]:
        """All decisions, those of other pages among them."""
        here = {*map(str, self._places), *self._entries}
        kept = {entry: self._before[entry] for entry in self._entries if self.cleaned_data[f"choice_{entry}"] != DROP}
        return {place: one for place, one in self._before.items() if place not in here} | dict(self._decided()) | kept

    def _decided(self) -> Iterator[tuple[str, Decision]]:
        for place in self._places:
            finding, data = self._found.findings[place], self.cleaned_data
            choice, number = data[f"choice_{place}"], data.get(f"number_{place}")
            other = number if number is not None and number != finding.value else None
            code = works.code(data.get(f"work_{place}") or "")
            if choice == DROP:
                yield str(place), DROP
            elif code is not None:
                yield str(place), asked(code, works.title(code), data[f"for_{place}"], value=other)
            elif choice == KEEP and other is not None:
                yield str(place), other
            elif choice == KEEP and not finding.sure:
                yield str(place), KEEP


class EntryForm(_Seen):
    """An entry taken by hand from a paragraph that gave none."""

    rhythm = forms.ChoiceField(
        label=_("怎样要求"),
        choices=(
            ("per day", _("每天至少几次")),
            ("per week", _("每周至少几次")),
            ("per month", _("每月至少几次")),
            ("per quarter", _("每季度至少几次")),
            ("per half year", _("每半年至少几次")),
            ("date", _("某日之前完成")),
            ("percent", _("完成百分之几")),
        ),
    )
    number = forms.IntegerField(
        label=_("次数或百分比"), required=False, min_value=1, max_value=100, help_text=_("期限不用填。")
    )
    day = forms.DateField(
        label=_("期限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("只取月和日，年份按季节推算。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"] = work_field(required=True)
        self.fields["for"] = scope_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wants = "day" if data.get("rhythm") == "date" else "number"
        if data.get("rhythm") and not data.get(wants) and wants not in self.errors:
            self.add_error(wants, _("请填写。"))
        if data.get("work") and works.code(data["work"]) is None:
            self.add_error("work", works.UNKNOWN)
        return data

    def entry(self, paragraph: int) -> dict[str, Any]:
        """The entry as decisions keep it."""
        data = self.cleaned_data
        unit, code = data["rhythm"], works.code(data["work"]) or ""
        kind = {"date": "deadline", "percent": "percentage"}.get(unit, "frequency")
        value = f"{data['day']:%m-%d}" if unit == "date" else data["number"]
        return asked(code, works.title(code), data["for"], kind=kind, unit=unit, value=value, paragraph=paragraph)


def _choice(choices: tuple[tuple[str, Any], ...], initial: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("核对结果"), choices=choices, required=False, initial=initial, widget=forms.RadioSelect
    )


def work_field(*, required: bool = False, initial: str = "") -> forms.CharField:
    """A kind of work, found by typing a part of its name in the list of the page."""
    return forms.CharField(
        label=_("按哪类工作登记核对"),
        required=required,
        initial=initial,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": works.LIST, "class": "input"}),
    )


def scope_field(initial: str | None = None) -> forms.ChoiceField:
    """For each division of which level it is counted."""
    return forms.ChoiceField(
        label=_("对谁"),
        choices=[(scope.value, wording.said(words)) for scope, words in SCOPES.items()],
        initial=initial or RegionScope.COUNTY.value,
        widget=forms.Select(attrs={"class": "select"}),
    )


class FileForm(_Seen):
    text = forms.CharField(
        label=_("方案文件"),
        max_length=MAX_DRAFT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "textarea code"}),
        help_text=_("写法见《方案文件怎么写》。# 后面是提示，不影响方案。"),
    )
    then = forms.ChoiceField(choices=(("keep", ""), ("store", "")), required=False, widget=forms.HiddenInput)
