"""What the pages of a destruction show."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.relief.destroying.kinds import kinds
from nuandong.web import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from nuandong.relief.models import Destruction


def lines(assessed: "Sequence[Sequence[Any]]") -> list[dict[str, Any]]:
    """Kinds as they were assessed: what, how many, what becomes of it, why, until when."""
    return [
        {
            "title": wording.said(kinds()[code].title),
            "about": wording.said(kinds()[code].about),
            "number": number,
            "destroy": treatment == "destroy",
            "evidence": treatment == "keep" and kinds()[code].treatment == "destroy",
            "ground": ground if treatment != kinds()[code].treatment else wording.said(kinds()[code].ground),
            "years": kinds()[code].years,
            "until": date.fromisoformat(until) if until else None,
        }
        for code, number, treatment, ground, until in assessed
        if code in kinds()
    ]


def steps(row: "Destruction", *, signed: bool) -> list[dict[str, str]]:
    """Drafted, approved, destroyed, the register signed."""
    told: list[tuple[str, datetime | None]] = [
        (_("评估"), row.drafted_at),
        (_("审批"), row.approved_at),
        (_("销毁"), row.destroyed_at),
        (_("清册签字归档"), row.destroyed_at if signed else None),
    ]
    done = sum(1 for _title, at in told if at is not None)
    made = []
    for place, (title, at) in enumerate(told):
        state = "done" if at is not None else "now" if place == done and row.dropped_at is None else "next"
        note = local_date(at).isoformat() if at is not None and place < len(told) - 1 else ""
        made.append({"title": title, "state": state, "note": note})
    return made


def people(row: "Destruction") -> list[tuple[str, str, "datetime | None"]]:
    """Who drafted, approved, does it and watches, and since when."""
    named: list[tuple[str, UUID | None, datetime | None]] = [
        (_("起草人"), row.drafted_by, row.changed_at),
        (_("审批人"), row.approved_by, row.approved_at),
        (_("执行人"), row.executor, row.executor_at),
        (_("监销人"), row.witness, row.witness_at),
    ]
    names = org.names_of([one for _title, one, _at in named if one is not None])
    return [(title, names.get(one, ""), at) for title, one, at in named if one is not None]
