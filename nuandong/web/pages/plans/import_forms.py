"""Forms of importing a plan document: the document, what is kept of its findings, the plan file."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.kept import DROP, KEEP, Decisions, is_number
from nuandong.web.forms import PageForm

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
    """A choice for every finding, and a number where another can be put in place of the one found."""

    def __init__(self, *args: Any, found: Found, decisions: Decisions, **kwargs: Any) -> None:
        self._found = found
        super().__init__(*args, **kwargs)
        for place, finding in enumerate(found.findings):
            decision = decisions.get(str(place))
            chosen = KEEP if isinstance(decision, int) or (decision is None and finding.sure) else decision
            self.fields[f"choice_{place}"] = forms.ChoiceField(
                label=_("核对结果"), choices=CHOICES, required=False, initial=chosen, widget=forms.RadioSelect
            )
            if is_number(finding):
                self.fields[f"number_{place}"] = forms.IntegerField(
                    label=_("数值"),
                    required=False,
                    min_value=0,
                    initial=decision if isinstance(decision, int) else finding.value,
                    widget=forms.NumberInput(attrs={"class": "input"}),
                )

    def decisions(self) -> dict[str, str | int]:
        return dict(self._decided())

    def _decided(self) -> Iterator[tuple[str, str | int]]:
        for place, finding in enumerate(self._found.findings):
            choice, number = self.cleaned_data[f"choice_{place}"], self.cleaned_data.get(f"number_{place}")
            if choice == KEEP and number is not None and number != finding.value:
                yield str(place), number
            elif choice == DROP or (choice == KEEP and not finding.sure):
                yield str(place), choice


class FileForm(_Seen):
    text = forms.CharField(
        label=_("方案文件"),
        max_length=MAX_DRAFT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "textarea code"}),
        help_text=_("写法见《方案文件怎么写》。# 后面是提示，不影响方案。"),
    )
    then = forms.ChoiceField(choices=(("keep", ""), ("store", "")), required=False, widget=forms.HiddenInput)
