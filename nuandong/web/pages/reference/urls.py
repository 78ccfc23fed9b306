from nuandong.web.pages.reference import views
from nuandong.web.routing import page

_SEE = "plans.plan.see"

urlpatterns = [
    page("reference/", views.references, "references", needs=_SEE),
    page("reference/file/<path:name>", views.download, "reference-file", needs=_SEE),
    page("reference/<path:name>/", views.one, "reference", needs=_SEE),
]
