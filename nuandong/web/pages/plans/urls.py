from nuandong.web.pages.plans import importing, views, writing
from nuandong.web.routing import page

_SEE, _ACTIVATE = "plans.plan.see", "plans.plan.activate"

# The id of a plan is its family, a slash and its name; what stands before is no family.
urlpatterns = [
    page("plans/", views.overview, "plans", needs=_SEE),
    page("plans/upload/", writing.upload, "plan-upload", needs=_ACTIVATE),
    page("plans/import/", importing.start, "plan-import-start", needs=_ACTIVATE),
    page("plans/import/<uuid:import_id>/", importing.review, "plan-import", needs=_ACTIVATE),
    page("plans/import/<uuid:import_id>/add/", importing.add, "plan-import-add", needs=_ACTIVATE),
    page("plans/import/<uuid:import_id>/file/", importing.file, "plan-import-file", needs=_ACTIVATE),
    page("plans/import/<uuid:import_id>/drop/", importing.drop, "plan-import-drop", needs=_ACTIVATE),
    page("plans/activate/<path:plan_id>/", writing.activate, "plan-activate", needs=_ACTIVATE),
    page("plans/file/<path:plan_id>/", views.download, "plan-file", needs=_SEE),
    page("plans/activations/<uuid:activation_id>/extend/", writing.extend, "plan-extend", needs=_ACTIVATE),
    page("plans/activations/<uuid:activation_id>/end/", writing.end, "plan-end", needs=_ACTIVATE),
    page("plans/calendar/<path:plan_id>/", views.plan_calendar, "plan-calendar", needs=_SEE),
    page("plans/contents/<path:plan_id>/", views.plan_contents, "plan-contents", needs=_SEE),
    page("plans/<path:plan_id>/", views.plan, "plan", needs=_SEE),
]
