from nuandong.web.pages.public import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("report/", views.report, "report", needs=Needs.NOTHING),
    page("report/done/", views.done, "report-done", needs=Needs.NOTHING),
    page("track/", views.track, "track", needs=Needs.NOTHING),
]
