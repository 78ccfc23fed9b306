"""Choosing a division: the choices of a select, grouped by township, as deep as a list stays usable."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from nuandong.geo import selectors
from nuandong.geo.codes import Level, level_of, span
from nuandong.kernel.actors import Actor
from nuandong.web.wording import noted

MOST: Final = 1500
"""Longer lists are cut to the level above; whoever looks after a whole province registers nobody in a village."""
Choice = tuple[str, str | list[tuple[str, str]]]


def region_choices(
    by: Actor, on: date, *, deepest: Level = Level.VILLAGE, blank: str = "", whole: bool = False
) -> list[Choice]:
    """The divisions of the actor's scope on a day, villages under the name of their township.

    `blank` is the wording of the empty choice. With `whole` a group's own code reads “all of it” (filters), else
    “not known further” (registers). A scope without imported divisions offers the actor's own region by its code.
    """
    rows: list[tuple[int, str]] = []
    for level in [one for one in reversed(Level) if one <= deepest]:
        found = selectors.divisions_of(by.spans, on, deepest=level).values_list("code", "name")
        rows = list(found[: MOST + 1])
        if len(rows) <= MOST:
            break
    if not rows:
        rows = [(by.region, str(by.region))]
    start: list[Choice] = [("", blank or _("请选择"))]
    return start + _grouped(rows, _("全部") if whole else _("不知道更细"))


def _grouped(rows: Sequence[tuple[int, str]], own: str) -> list[Choice]:
    groups: dict[int, list[tuple[str, str]]] = {}
    titles = dict(rows)
    for code, name in rows:
        township = code - code % 1000
        if level_of(code) is Level.VILLAGE and township in titles:
            groups.setdefault(township, []).append((str(code), name))
    choices: list[Choice] = []
    for code, name in rows:
        if code in groups:
            choices.append((name, [(str(code), noted(name, own)), *groups[code]]))
        elif level_of(code) is not Level.VILLAGE or code - code % 1000 not in groups:
            indent = level_of(code) is Level.TOWNSHIP or len(rows) == 1
            choices.append((str(code), name if indent else noted(name, own)))
    return choices


def region_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.TypedChoiceField:
    """A select of divisions whose choices the view puts in; its value is the 12-digit code, or None."""
    return forms.TypedChoiceField(label=label, required=required, help_text=help_text, coerce=int, empty_value=None)


def narrowed(by: Actor, region: int | None) -> Actor:
    """The same person looking at one of the own divisions only; wider or foreign codes change nothing."""
    if region is None or not by.sees(region):
        return by
    inside = span(region)
    kept = [one for one in by.spans if one.contains(inside.lo) and inside.hi <= one.hi]
    return replace(by, spans=(inside,)) if kept else by


def code_of(text: str | None) -> int | None:
    """A 12-digit code in an address, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) == 12 else None
