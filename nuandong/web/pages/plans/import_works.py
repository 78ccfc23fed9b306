"""The kinds of work that an entry of a draft can ask for, as the review page offers them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from nuandong.tasks.kinds_of_work import families, kinds
from nuandong.web import wording

LIST: Final = "work_kinds"
"""The id of the list in the page."""
UNKNOWN: Final = _("请从列表中选择工作类别。")


def offered() -> list[tuple[str, str]]:
    """The title of every kind of work, and of its family."""
    return [(wording.said(kind.title), wording.said(families()[kind.family])) for kind in kinds().values()]


def code(title: str) -> str | None:
    """The kind of work with a title as it is offered."""
    sought = title.strip()
    return next((code for code, kind in kinds().items() if wording.said(kind.title) == sought), None)


def title(code: str) -> str:
    """What a kind of work is called; empty for none."""
    found = kinds().get(code)
    return wording.said(found.title) if found else ""
