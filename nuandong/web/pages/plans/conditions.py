"""Conditions of a plan on the payload of events, in words."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, get_args

from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.web import wording
from nuandong.web.pages.journal.codes import words_of
from nuandong.web.pages.journal.words import FIELDS


def where_words(kind: str, where: Mapping[str, Any] | None) -> str:
    """Conditions on the payload of an event: field by field."""
    return wording.listing((_field_words(kind, name, wanted) for name, wanted in (where or {}).items()), wording.COMMA)


def of_any(kinds: Iterable[str], where: Mapping[str, Any]) -> str:
    """Conditions on fields of which each may stand in the payload of another of the kinds."""
    lines = []
    for name, wanted in where.items():
        kind = next((kind for kind in kinds if name in annotations(kind)), "")
        lines.append(_field_words(kind, name, wanted))
    return wording.listing(lines, wording.COMMA)


def _field_words(kind: str, name: str, wanted: Any) -> str:
    label = _(FIELDS[name]) if name in FIELDS else name
    values = wanted if isinstance(wanted, list) else [wanted]
    annotation = annotations(kind).get(name)
    return _("%(label)s为%(value)s") % {
        "label": label,
        "value": _(" 或 ").join(value_words(name, value, annotation) for value in values),
    }


def annotations(kind: str) -> dict[str, Any]:
    payload = journal.registered().get(kind)
    return {info.alias or name: info.annotation for name, info in payload.model_fields.items()} if payload else {}


def value_words(field: str, value: Any, annotation: Any) -> str:
    if isinstance(value, bool):
        return _("“是”") if value else _("“否”")
    code_list = _code_list(annotation)
    if code_list is not None and value in {one.value for one in code_list}:
        label = getattr(code_list(value), "label", None)
        if label is not None:
            return f"“{_(str(label))}”"
    return f"“{words_of(field, str(value))}”"


def _code_list(annotation: Any) -> type[Enum] | None:
    """The code list of a field, also of a list of codes and of one that may be absent."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    return next((found for part in get_args(annotation) if (found := _code_list(part))), None)
