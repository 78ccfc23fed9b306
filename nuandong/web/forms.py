"""What every form shares: the classes of its fields, its command key, and how a refusal finds its field."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from nuandong.kernel.errors import DomainError
from nuandong.web.errors import SECOND_FACTOR
from nuandong.web.wording import refusal

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, ""),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.widgets.Input, "input"),
)


class PageForm(forms.Form):
    """A form that shapes what was typed; whether it is allowed is the action's business.

    `command_key` names the command once and for all: a double click, a retry after a broken network and the reload of a
    page all send the same key.
    """

    use_required_attribute = True
    template_name = "partials/fields.html"
    folded: tuple[str, ...] = ()
    """Fields that stand in a fold of their own (`nuandong.web.behalf`) and in no arrangement of the others."""
    command_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if not self.is_bound:
            self.initial.setdefault("command_key", uuid4())
        for field in self.fields.values():
            dress(field.widget)
            if field.required:
                words = _("请选择%(label)s。") if isinstance(field, forms.ChoiceField) else _("请填写%(label)s。")
                field.error_messages["required"] = words % {"label": field.label or ""}

    @property
    def key(self) -> UUID:
        """The command key that came with the form; a form sent without one is a command of its own."""
        sent = self.cleaned_data.get("command_key")
        return sent if isinstance(sent, UUID) else uuid4()

    def visible_fields(self) -> list[forms.BoundField]:
        """The fields to show, without those of the fold."""
        return [one for one in super().visible_fields() if one.name not in self.folded]

    def refuse(self, error: DomainError) -> None:
        """Show a refusal beside its field, or above the form when it belongs to none."""
        words = refusal(error)
        self.add_error(error.field if error.field in self.fields else None, forms.ValidationError(words, error.code))

    @property
    def needs_code(self) -> bool:
        """Whether it was refused only for want of the second factor: the page then leads to the one-time code."""
        return self.has_error(NON_FIELD_ERRORS, SECOND_FACTOR)

    def summary(self) -> list[tuple[str, str, str]]:
        """Every error as (id of the input, label, words), in the order of the fields, those of none first."""
        lines = [("", "", str(words)) for words in self.non_field_errors()]
        for bound in self:
            # A group of choices has no input of its own to point at, but its frame (components/field.html).
            target = bound.id_for_label or f"{bound.auto_id}_group"
            lines += [(target, str(bound.label), str(words)) for words in bound.errors]
        return lines


def dress(widget: forms.Widget) -> None:
    """Give a widget the look of its kind; a form calls it for fields it adds after it was made."""
    for kind, css in _CLASSES:
        if isinstance(widget, kind):
            if css:
                widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
            break
