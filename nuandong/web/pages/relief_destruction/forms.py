"""Forms of a destruction."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuandong.relief.actions.write_destruction import Keep
from nuandong.relief.destroying.kinds import kinds
from nuandong.web.forms import PageForm, dress
from nuandong.web.wording import said


class DraftForm(PageForm):
    """For each kind that is destroyed by default: why it is kept all the same; empty, it is destroyed."""

    until = forms.DateField(
        label=gettext_lazy("留存到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("有留存的类别时填写。"),
    )

    def __init__(self, *args: Any, counts: Sequence[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, treatment, number in counts:
            if treatment == "destroy":
                words = _("%(n)d 条。作为证据留存时写明原因；不填即销毁。") % {"n": number}
                field = forms.CharField(
                    label=said(kinds()[code].title), required=False, max_length=200, help_text=words
                )
                dress(field.widget)
                self.fields[f"keep_{code}"] = field
        self.order_fields([*(name for name in self.fields if name.startswith("keep_")), "until"])

    def keeps(self, data: dict[str, Any]) -> list[Keep]:
        found = [(name.removeprefix("keep_"), words) for name, words in data.items() if name.startswith("keep_")]
        until = data["until"] or date.min
        return [Keep(code, words, until) for code, words in found if words]


class ApproveForm(PageForm):
    seen = forms.DateTimeField(widget=forms.HiddenInput)
    executor = forms.TypedChoiceField(label=gettext_lazy("执行人"), coerce=UUID)
    witness = forms.TypedChoiceField(
        label=gettext_lazy("监销人"), coerce=UUID, help_text=gettext_lazy("审批、执行和监销是三个人。")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("executor", "witness"):
            self.fields[name].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]


class WhyForm(PageForm):
    why = forms.CharField(label=gettext_lazy("原因"), max_length=200)
