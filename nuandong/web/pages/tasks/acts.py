"""Giving a task, and what its two sides do with it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.org import permissions
from nuandong.plans.schema.fields import Strength
from nuandong.tasks import selectors
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.assign_task import assign_tasks
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.explain_lateness import explain_lateness
from nuandong.tasks.actions.extend_due import extend_due
from nuandong.tasks.actions.recall_task import recall_task
from nuandong.tasks.actions.receive_task import receive_task
from nuandong.tasks.actions.report_progress import report_progress
from nuandong.tasks.actions.return_task import return_task
from nuandong.tasks.evidence import EVIDENCE
from nuandong.web import behalf, wording
from nuandong.web.fields import local_minute, stored, uploads
from nuandong.web.form_page import Do, form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.tasks import choices, forms, showing

if TYPE_CHECKING:
    from nuandong.tasks.models import Task

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def assign(request: SignedRequest) -> HttpResponse:
    """One task for a unit, for several, or for all of a kind."""
    found = choices.all_units(request.actor)

    def do(data: Data) -> UUID:
        made = assign_tasks(
            by=request.actor,
            now=request.now,
            units=[*data["units"], *choices.of_groups(data["groups"], found)],
            title=data["title"],
            due_at=data["due_at"],
            deliverable=data["deliverable"],
            strength=Strength(data["strength"]),
        )
        return made[0].id

    form = forms.AssignForm(
        posted(request),
        choices={"units": [(str(unit.id), unit.name) for unit in found], "groups": choices.groups(found)},
    )
    return form_page(
        request,
        form,
        "tasks.assign_tasks",
        do,
        title=_("下达任务"),
        lead=_("一次可以下达给多个单位，各单位分别签收、办理和验收。"),
        back=reverse("tasks"),
        leads_to=lambda _made: f"{reverse('tasks')}?tab=given",
        done=_("已下达，等待签收。"),
        submit=_("下达"),
        icon="send",
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def receive(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """Sign for it."""
    row = _task(request, task_id)
    form = behalf.offer(request, PageForm(posted(request), uploads(request)), moment=True)

    def do(data: Data) -> UUID:
        by = behalf.actor(request, data, region=row.region)
        return receive_task(by=by, now=request.now, task=row.id, acted_at=data.get("acted_at")).id

    return _act(request, row, form, "receive_task", do, _("签收任务"), _("已签收，请按期办理。"), icon="signature")


@require_http_methods(["GET", "POST"])
def report(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """How far it is."""
    row = _task(request, task_id)
    form = forms.ReportForm(posted(request), uploads(request), initial={"progress": row.progress})

    def do(data: Data) -> UUID:
        return report_progress(
            by=request.actor,
            now=request.now,
            task=row.id,
            progress=data["progress"],
            note=data["note"],
            files=_photos(request, data, row),
        ).id

    return _act(request, row, form, "report_progress", do, _("报告任务进度"), _("已报告。"), template=_PHOTOS)


@require_http_methods(["GET", "POST"])
def complete(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """It is done; here is what shows it."""
    row = _task(request, task_id)
    form = behalf.offer(request, forms.CompleteForm(posted(request), uploads(request)))

    def do(data: Data) -> UUID:
        return complete_task(
            by=behalf.actor(request, data, region=row.region),
            now=request.now,
            task=row.id,
            note=data["note"],
            files=_photos(request, data, row),
            acted_at=data["acted_at"],
        ).id

    return _act(request, row, form, "complete_task", do, _("完成任务"), _("已报完成，等待验收。"), template=_PHOTOS)


@require_http_methods(["GET", "POST"])
def explain(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """Why it is late."""
    row = _task(request, task_id)

    def do(data: Data) -> UUID:
        return explain_lateness(by=request.actor, now=request.now, task=row.id, reason=data["reason"]).id

    form = forms.ReasonForm(posted(request))
    return _act(request, row, form, "explain_lateness", do, _("说明迟办原因"), _("已说明，列入问责清单备查。"))


@require_http_methods(["GET", "POST"])
def accept(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """It is done as it should be."""
    row = _task(request, task_id)

    def do(data: Data) -> UUID:
        return accept_task(by=request.actor, now=request.now, task=row.id, note=data["note"]).id

    return _act(request, row, forms.NoteForm(posted(request)), "accept_task", do, _("验收任务"), _("已验收。"))


@require_http_methods(["GET", "POST"])
def give_back(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """Something is wanting."""
    row = _task(request, task_id)

    def do(data: Data) -> UUID:
        return return_task(by=request.actor, now=request.now, task=row.id, reason=data["reason"]).id

    form = forms.ReasonForm(posted(request))
    return _act(request, row, form, "return_task", do, _("退回任务"), _("已退回责任单位。"), danger=True)


@require_http_methods(["GET", "POST"])
def extend(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """More time, with the reason."""
    row = _task(request, task_id)

    def do(data: Data) -> UUID:
        return extend_due(
            by=request.actor, now=request.now, task=row.id, due_at=data["due_at"], reason=data["reason"]
        ).id

    form = forms.ExtendForm(posted(request), initial={"due_at": local_minute(row.due_at)})
    return _act(request, row, form, "extend_due", do, _("任务延期"), _("已延期，新旧期限都记入工作日志。"))


@require_http_methods(["GET", "POST"])
def recall(request: SignedRequest, task_id: UUID) -> HttpResponse:
    """Nobody has to do it any more."""
    row = _task(request, task_id)

    def do(data: Data) -> UUID:
        return recall_task(by=request.actor, now=request.now, task=row.id, reason=data["reason"]).id

    form = forms.ReasonForm(posted(request))
    return _act(request, row, form, "recall_task", do, _("撤回任务"), _("已撤回。"), danger=True)


_PHOTOS = "tasks/act.html"


def _task(request: SignedRequest, task_id: UUID) -> "Task":
    row = selectors.task(task_id)
    permissions.check(request.actor, selectors.SEE, region=row.region)
    return row


def _photos(request: SignedRequest, data: Data, row: "Task") -> list[UUID]:
    kept = [stored(request, one, region=row.region, purpose=EVIDENCE) for one in data["photos"]]
    return [one for one in kept if one is not None]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("任务"), reverse("tasks"))]


def _act(
    request: SignedRequest, row: "Task", form: PageForm, name: str, do: Do, title: str, done: str, **context: Any
) -> HttpResponse:
    line = showing.task_lines([row], request.now)[0]
    back = reverse("task", args=[row.id])
    facts = [
        (_("任务"), row.title),
        (_("责任单位"), line["unit"]),
        (_("完成期限"), wording.moment_words(row.due_at, request.now)),
    ]
    if row.deliverable:
        facts.insert(1, (_("成果要求"), row.deliverable))
    return form_page(
        request,
        form,
        f"tasks.{name}",
        do,
        title=title,
        done=done,
        back=back,
        facts=facts,
        submit=title,
        crumbs=[*_crumbs(), (row.title, back)],
        **context,
    )
