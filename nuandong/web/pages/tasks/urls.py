from nuandong.tasks.moving import ASSIGN, CONFIRM, DO
from nuandong.tasks.selectors import SEE, SEE_WORK
from nuandong.web.pages.tasks import acts, cascade, escalations, lateness, views, works
from nuandong.web.routing import page

_RECORD = "tasks.work.record"

urlpatterns = [
    page("tasks/", views.tasks, "tasks", needs=SEE),
    page("tasks/export.xlsx", views.export, "tasks-file", needs=SEE),
    page("tasks/new/", acts.assign, "task-new", needs=ASSIGN),
    page("tasks/late/", lateness.late, "accountability", needs=SEE),
    page("tasks/late/export.xlsx", lateness.export, "accountability-file", needs=SEE),
    page("tasks/plan/<uuid:activation_id>/", cascade.cascade, "task-cascade", needs=ASSIGN),
    page("tasks/<uuid:task_id>/", views.task, "task", needs=SEE),
    page("tasks/<uuid:task_id>/photos/<uuid:task_file>/", views.photo, "task-photo", needs=SEE),
    page("tasks/<uuid:task_id>/receive/", acts.receive, "task-receive", needs=DO),
    page("tasks/<uuid:task_id>/report/", acts.report, "task-report", needs=DO),
    page("tasks/<uuid:task_id>/complete/", acts.complete, "task-complete", needs=DO),
    page("tasks/<uuid:task_id>/explain/", acts.explain, "task-explain", needs=DO),
    page("tasks/<uuid:task_id>/accept/", acts.accept, "task-accept", needs=ASSIGN),
    page("tasks/<uuid:task_id>/return/", acts.give_back, "task-return", needs=ASSIGN),
    page("tasks/<uuid:task_id>/extend/", acts.extend, "task-extend", needs=ASSIGN),
    page("tasks/<uuid:task_id>/recall/", acts.recall, "task-recall", needs=ASSIGN),
    page(
        "tasks/<uuid:task_id>/escalations/<uuid:task_escalation>/",
        escalations.confirm,
        "task-confirm",
        needs=CONFIRM,
    ),
    page("work/", works.works, "works", needs=SEE_WORK),
    page("work/export.xlsx", works.export, "works-file", needs=SEE_WORK),
    page("work/new/", works.record, "work-new", needs=_RECORD),
    page("work/<uuid:record_id>/", works.work, "work", needs=SEE_WORK),
    page("work/<uuid:record_id>/photo/", works.photo, "work-photo", needs=SEE_WORK),
    page("work/<uuid:record_id>/void/", works.void, "work-void", needs=_RECORD),
]
