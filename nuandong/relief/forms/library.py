"""Forms, fields and code lists, read once and checked against each other."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from nuandong.kernel import reference
from nuandong.kernel.errors import NotFound
from nuandong.kernel.sheets import plain_heading
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.forms.shape import Choice, Fields, FieldShape, Form, Kind, Lists, RowWords

FORMS: Final = reference.LIBRARY / "forms"
FIELDS: Final = reference.LIBRARY / "relief" / "fields.yaml"
LISTS: Final = reference.LIBRARY / "relief" / "lists.yaml"
OFFICIAL: Final = "official-ledger"


@cache
def fields() -> Mapping[str, FieldShape]:
    """Every field by code; Invalid for one whose list is not there."""
    found = reference.read(FIELDS, Fields).fields
    for code, field in found.items():
        if field.list and field.list not in _lists().lists:
            raise reference.broken(FIELDS, f"{code}: {field.list}")
    return found


@cache
def forms() -> Mapping[str, Form]:
    """Every form by code, the official ledger first."""
    found = {}
    for path in reference.listed(FORMS, "*.yaml"):
        form = reference.read(path, Form)
        if form.form != path.stem:
            raise reference.broken(path, form.form)
        if unknown := [one.field for one in form.columns if one.field not in fields()]:
            raise reference.broken(path, "、".join(unknown))
        found[form.form] = form
    return dict(sorted(found.items(), key=lambda item: (item[0] != OFFICIAL, item[0])))


def form_of(code: str) -> Form:
    """A form that ledgers can be read in. Raises NotFound."""
    found = forms().get(code)
    if found is None or not found.imported:
        raise NotFound(
            "relief.form_unknown",
            _("没有可以导入的表样“%(given)s”。"),
            _("可用的表样：%(known)s。"),
            field="form",
            given=code[:30],
            known="、".join(one for one, form in forms().items() if form.imported),
        )
    return found


@cache
def choices(name: str) -> Mapping[str, Choice]:
    return _lists().lists[name]


@cache
def codes_by_word(name: str) -> Mapping[str, str]:
    """Plain word → code of a list; titles and codes count as words."""
    found: dict[str, str] = {}
    for code, choice in choices(name).items():
        for word in (choice.title, code, choice.official, *choice.words):
            if word:
                found.setdefault(plain_heading(word), code)
    return found


def kinds() -> Mapping[str, Kind]:
    """What the standards call a kind of household → the types of the ledger; Invalid for a type on no list."""
    known = choices("household_types")
    for code, kind in _lists().kinds.items():
        if wrong := {*kind.types, kind.written or "GENERAL"} - set(known):
            raise reference.broken(LISTS, f"{code}: {'、'.join(sorted(wrong))}")
    return _lists().kinds


def row_words() -> RowWords:
    return _lists().rows


@cache
def fields_by_heading(form_code: str) -> Mapping[str, Sequence[str]]:
    """Plain heading → the fields of a form that it may name, the likeliest first; its own titles go before the words
    other sheets use."""
    form = forms()[form_code]
    found = {plain_heading(one.title): [one.field] for one in form.columns}
    for one in form.columns:
        for word in (one.code.lower(), *map(plain_heading, fields()[one.field].words)):
            if word and one.field not in (named := found.setdefault(word, [])):
                named.append(one.field)
    return found


@cache
def _lists() -> Lists:
    return reference.read(LISTS, Lists)
