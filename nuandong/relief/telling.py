"""Faults in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nuandong.relief.checking.faults import MESSAGES, Fault, read
from nuandong.relief.forms.library import choices, fields, form_of


def words_of(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = dict(fault.params)
    if fault.code == "list_unknown":
        kind = fields()[fault.field]
        known = choices(kind.list or "relations").values()
        params["known"] = _("、").join(one.title for one in known)
    return _(MESSAGES[fault.code]) % params


def titles_of(form: str) -> dict[str, str]:
    """Field → what the form calls it."""
    return {one.field: one.title for one in form_of(form).columns}


def faults_of(kept: Sequence[Any]) -> list[Fault]:
    return [read(one) for one in kept]
