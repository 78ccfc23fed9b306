"""Forms of a season's evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.relief.actions.write_evaluation import MOST_AFFECTED, MOST_WORDS, PARTS, Said, Target
from nuandong.web.forms import PageForm

_CELLS = 4


class EvaluationForm(PageForm):
    affected_persons = forms.IntegerField(
        label=_("受灾人数"),
        min_value=1,
        max_value=MOST_AFFECTED,
        help_text=_("照灾情统计填写，用来算实际救助人数占受灾人数的比例。"),
    )
    effect = forms.CharField(label=_("成效"), widget=forms.Textarea, max_length=MOST_WORDS, required=False)
    problems = forms.CharField(label=_("存在的问题"), widget=forms.Textarea, max_length=MOST_WORDS, required=False)
    practice = forms.CharField(label=_("经验做法"), widget=forms.Textarea, max_length=MOST_WORDS, required=False)
    advice = forms.CharField(label=_("意见建议"), widget=forms.Textarea, max_length=MOST_WORDS, required=False)
    targets = forms.CharField(
        label=_("绩效目标"),
        widget=forms.Textarea,
        required=False,
        help_text=_("每行一个目标：目标，单位，目标值，完成值。例如：救助款按时到账率，%，100，100。"),
    )

    def said(self, data: dict[str, Any]) -> Said:
        lines = [line for line in data["targets"].splitlines() if line.strip()]
        return Said(
            affected_persons=data["affected_persons"],
            targets=[_cells(line) for line in lines],
            **{name: data[name] for name in PARTS},
        )


class SignForm(PageForm):
    seen = forms.DateTimeField(widget=forms.HiddenInput)


def _cells(line: str) -> Target:
    """The four cells of a line; what is missing stays empty and is refused, what is too much makes the name longer."""
    cells = [cell.strip() for cell in line.replace("，", ",").split(",")]
    *names, unit, target, reached = ["", "", "", *cells][-max(_CELLS, len(cells)) :]
    return "，".join(name for name in names if name), unit, target, reached


def lines(targets: list[list[str]]) -> str:
    """The way back: a line for each target."""
    return "\n".join("，".join(line) for line in targets)
