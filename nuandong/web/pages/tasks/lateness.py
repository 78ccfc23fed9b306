"""The accountability list (问责清单): late tasks and broken duties by the unit that answers for them, with reasons."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.geo import selectors as geo
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.plans import selectors as plans
from nuandong.plans.engine.records import Status
from nuandong.tasks import selectors
from nuandong.tasks.owning import owner_of_instance
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.tasks import choices, exporting, showing

MOST: Final = 500
SHOWN: Final = 100
_SEE_DUTIES: Final = "plans.compliance.see"
COLUMNS: Final = (
    gettext_noop("单位"),
    gettext_noop("事项"),
    gettext_noop("种类"),
    gettext_noop("完成期限"),
    gettext_noop("超期"),
    gettext_noop("责任人"),
    gettext_noop("原因"),
    gettext_noop("地区"),
)


@require_safe
def late(request: SignedRequest) -> HttpResponse:
    """Who is late with what, for how long, and why."""
    rows = lines(request.actor, request.now, limit=SHOWN)
    context = {
        "groups": _grouped(rows),
        "count": len(rows),
        "unexplained": sum(not row["reason"] for row in rows),
        "crumbs": [(_("任务"), reverse("tasks"))],
    }
    return render(request, "tasks/late.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The list as a workbook, to be printed and signed."""
    rows = lines(request.actor, request.now, limit=MOST)
    file = exporting.book(_("问责清单"), COLUMNS, _cells(rows))
    name = _("问责清单-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=exporting.XLSX)


def lines(by: Actor, now: datetime, *, limit: int) -> list[dict[str, Any]]:
    """Late tasks and broken duties; reasons only for those they are meant for."""
    return [*_tasks(by, now, limit), *(_duties(by, now, limit) if by.may(_SEE_DUTIES) else [])]


def _tasks(by: Actor, now: datetime, limit: int) -> Iterator[dict[str, Any]]:
    rows = selectors.late(by, now=now, limit=limit)
    reasons = selectors.explanations([row for row in rows if showing.reads_words(by, row)])
    for line in showing.task_lines(rows, now):
        row = line["row"]
        yield {
            "unit": line["unit"],
            "what": row.title,
            "kind": _("任务"),
            "place": "",
            "url": reverse("task", args=[row.id]),
            "due_at": row.due_at,
            "over": wording.span_words(int((now - row.due_at).total_seconds())),
            "who": line["responsible"],
            "reason": reasons.get(row.id, ""),
        }


def _duties(by: Actor, now: datetime, limit: int) -> Iterator[dict[str, Any]]:
    rows = plans.page(now, statuses=[Status.BROKEN, Status.LATE], limit=limit)
    names = geo.names({row.region for row in rows}, local_date(now))
    units = choices.all_units(by)
    for row in rows:
        owner = owner_of_instance(row, units)
        place = names.get(row.region, str(row.region))
        over = (now - row.due_at).total_seconds() if row.due_at else 0
        yield {
            "unit": owner.name if owner else place,
            "what": row.obligation.title,
            "kind": _("方案义务"),
            "place": place,
            "url": reverse("obligation", args=[row.id]),
            "due_at": row.due_at,
            "over": wording.span_words(int(over)) if over > 0 else "",
            "who": "",
            "reason": _("已说明，见义务页") if row.explained_by else "",
        }


def _grouped(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["unit"], []).append(row)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _cells(rows: list[dict[str, Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [
            row["unit"],
            row["what"],
            row["kind"],
            wording.full_moment(row["due_at"]) if row["due_at"] else "",
            row["over"],
            row["who"],
            row["reason"],
            row["place"],
        ]
