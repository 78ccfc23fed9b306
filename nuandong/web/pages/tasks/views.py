"""The list of tasks, one of them, its photos, the list as a file."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuandong.files.storing import read
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.plans import selectors as plans
from nuandong.tasks import selectors
from nuandong.tasks.actions.record_work import RECORD
from nuandong.tasks.moving import ASSIGN
from nuandong.tasks.selectors import Wanted
from nuandong.tasks.states import OPEN, WORKING, OriginKind, TaskState
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.tasks import choices, escalations, exporting, showing
from nuandong.web.pages.tasks.buttons import buttons
from nuandong.web.paging import SIZE, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.tasks.models import Task

_CURSOR: Final = "_"
_ORIGINS: Final = {
    OriginKind.FINDING: ("finding", gettext_noop("查看督查问题")),
    OriginKind.OPINION: ("opinion", gettext_noop("查看舆情，在那里核实和回应")),
}
_WORDS: Final = 40


@require_safe
def tasks(request: SignedRequest) -> HttpResponse:
    """What my unit has to do, what waits for its word, what it gave, and everything of the region."""
    tab, wanted = asked(request)
    newest = request.GET.get("sort") == "-due"
    after = _position(request.GET.get("after"))
    rows = selectors.tasks(request.actor, now=request.now, wanted=wanted, newest=newest, after=after, limit=SIZE + 1)
    page = page_of(rows, key=_key, cursor=after)
    units = [("", _("全部")), *choices.units(request.actor)]
    context = {
        "page": page,
        "lines": showing.task_lines(page.rows, request.now),
        "tab": tab,
        "tabs": [("", _("本单位待办")), ("accept", _("待验收")), ("given", _("本单位下达")), ("all", _("全部"))],
        "state_box": select_box("state", _states(), request.GET.get("state", "")),
        "unit_box": select_box("unit", units, request.GET.get("unit", "")),
        "words": request.GET.get("words", "")[:_WORDS],
        "filtered": any(request.GET.get(one) for one in ("state", "unit", "words")),
        "may_assign": permissions.allows(request.actor, ASSIGN),
        "soon": showing.SOON,
    }
    return render(request, "tasks/list.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook."""
    _tab, wanted = asked(request)
    file = exporting.tasks_book(request.actor, request.now, wanted)
    name = _("任务-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=exporting.XLSX)


@require_safe
def task(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """One task: how far it is, what comes next, what happened."""
    row = selectors.task(task_id)
    permissions.check(request.actor, selectors.SEE, region=row.region)
    reads = showing.reads_words(request.actor, row)
    context = {
        "row": row,
        "line": showing.task_lines([row], request.now)[0],
        "steps": showing.steps(row, request.now),
        "acts": buttons(row, request.actor, request.now),
        "files": selectors.files_of(row.id),
        "may_record": _may_record(request, row),
        "works": _works(request, row),
        "why_late": selectors.explanations([row]).get(row.id, "") if reads else "",
        "came_from": _came_from(row),
        "calls": escalations.of_task(request, row),
        "timeline": showing.timeline(row, request.actor),
        "soon": showing.SOON,
        "crumbs": [(_("任务"), reverse("tasks"))],
    }
    return render(request, "tasks/task.html", context)


@never_cache
@require_safe
def photo(request: SignedRequest, task_id: UUID, task_file: UUID) -> HttpResponse:
    """A photo that belongs to the task."""
    row = selectors.task(task_id)
    permissions.check(request.actor, selectors.SEE, region=row.region)
    kept = next((one.file for one in selectors.files_of(row.id) if one.id == task_file), None)
    if kept is None:
        raise NotFound("tasks.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从任务页打开。"))
    data, mime = read(kept)
    return HttpResponse(data, content_type=mime)


def asked(request: SignedRequest) -> tuple[str, Wanted]:
    """The tab and the filters of an address."""
    query, mine = request.GET, request.actor.unit
    tab = query.get("tab", "")
    state, unit = query.get("state", ""), uuid_cursor(query.get("unit"))
    states: tuple[TaskState, ...] = (TaskState(state),) if state in TaskState.values else ()
    late = state == "late"
    words = query.get("words", "").strip()[:_WORDS]
    if tab == "accept":
        return tab, Wanted(states=states or (TaskState.DONE,), giver=mine, unit=unit, words=words, late=late)
    if tab == "given":
        return tab, Wanted(states=states, giver=mine, unit=unit, words=words, late=late)
    if tab == "all":
        return tab, Wanted(states=states, unit=unit, words=words, late=late)
    return "", Wanted(states=states or OPEN, unit=mine, words=words, late=late)


def _works(request: SignedRequest, row: "Task") -> list[dict[str, Any]]:
    if not permissions.allows(request.actor, selectors.SEE_WORK, region=row.region):
        return []
    return showing.work_lines(selectors.works(request.actor, subject=row.id), request.now)


def _may_record(request: SignedRequest, row: "Task") -> bool:
    """Whether work on the task can be recorded: by its owner, while it is being done."""
    mine = row.state in WORKING and request.actor.unit == row.unit
    return mine and permissions.allows(request.actor, RECORD, region=row.region)


def _came_from(row: "Task") -> dict[str, str] | None:
    """The page of what a task comes from: its plan, the finding it puts right, the opinion it answers."""
    if row.origin_of is None:
        return None
    if row.origin == OriginKind.PLAN:
        found = plans.activation(row.origin_of)
        return {"words": found.version.title, "url": reverse("plan", args=[found.plan])} if found else None
    page, words = _ORIGINS[OriginKind(row.origin)]
    return {"words": _(words), "url": reverse(page, args=[row.origin_of])}


def _states() -> list[tuple[str, Any]]:
    return [("", _("全部")), ("late", _("超期")), *TaskState.choices]


def _key(row: "Task") -> str:
    return f"{row.due_at.isoformat()}{_CURSOR}{row.id}"


def _position(text: str | None) -> tuple[datetime, UUID] | None:
    """Where a page begins; a mangled one means the first page."""
    due, _mark, last = (text or "").partition(_CURSOR)
    identity = uuid_cursor(last)
    try:
        at = datetime.fromisoformat(due)
    except ValueError:
        return None
    return (at, identity) if identity and at.tzinfo else None
