from nuandong.web.pages.compliance import instance, views
from nuandong.web.routing import page

_SEE = "plans.compliance.see"

urlpatterns = [
    page("compliance/", views.overview, "compliance", needs=_SEE),
    page("compliance/list/", views.instances, "compliance-list", needs=_SEE),
    page("compliance/sheet/", views.sheet, "compliance-sheet", needs=_SEE),
    page("compliance/export.csv", views.export, "compliance-csv", needs=_SEE),
    page("compliance/<uuid:instance_id>/", instance.instance, "obligation", needs=_SEE),
    page("compliance/<uuid:instance_id>/waive/", instance.waive, "obligation-waive", needs=instance.WAIVE),
    page("compliance/<uuid:instance_id>/explain/", instance.explain, "obligation-explain", needs=instance.EXPLAIN),
]
