"""Leaders rung up about a late task, and the word that one of them sees to it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.org import ladder, permissions
from nuandong.org import selectors as org
from nuandong.tasks import selectors
from nuandong.tasks.actions.confirm_task_escalation import confirm_task_escalation
from nuandong.tasks.moving import CONFIRM
from nuandong.tasks.states import OPEN
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal.codes import words_of

if TYPE_CHECKING:
    from nuandong.tasks.models import Task


def of_task(request: SignedRequest, row: "Task") -> list[dict[str, Any]]:
    """Who was rung up, with the masked number; the way to confirm while the task is still to be done."""
    rows = ladder.calls_about(row.id)
    may = row.state in OPEN and permissions.allows(request.actor, CONFIRM, region=row.region)
    people = {staff: org.staff_by_id(staff) for staff in {one.leader for one in rows}}
    lines = []
    for one in rows:
        leader = people[one.leader]
        lines.append(
            {
                "row": one,
                "name": leader.name if leader else "",
                "phone": leader.phone_masked if leader else "",
                "why": words_of("why", one.why),
                "url": reverse("task-confirm", args=[row.id, one.id]) if may and one.confirmed_at is None else "",
            }
        )
    return lines


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, task_id: UUID, task_escalation: UUID) -> HttpResponse:
    """He knows and sees to it: nobody further up is rung up."""
    row = selectors.task(task_id)
    permissions.check(request.actor, selectors.SEE, region=row.region)
    back = reverse("task", args=[row.id])
    return form_page(
        request,
        PageForm(posted(request)),
        "tasks.confirm_task_escalation",
        lambda _data: confirm_task_escalation(by=request.actor, now=request.now, escalation=task_escalation).id,
        title=_("确认督办任务"),
        lead=_("领导已知悉并督办？确认后不再向上呼叫。"),
        back=back,
        done=_("已确认，由其督办。"),
        submit=_("已接通并确认"),
        facts=[(_("任务"), row.title)],
        crumbs=[(_("任务"), reverse("tasks")), (row.title, back)],
    )
