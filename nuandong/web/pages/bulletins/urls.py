from nuandong.reports.actions.publish_bulletin import PUBLISH
from nuandong.reports.selectors_bulletin import SEE
from nuandong.web.pages.bulletins import views
from nuandong.web.routing import page

urlpatterns = [
    page("bulletins/", views.bulletins, "bulletins", needs=SEE),
    page("bulletins/<uuid:copy_id>/", views.bulletin, "bulletin", needs=SEE),
    page("bulletins/<uuid:copy_id>/read/", views.read, "bulletin-read", needs=SEE),
    page("bulletins/<uuid:copy_id>/withdraw/", views.withdraw, "bulletin-withdraw", needs=PUBLISH),
    page("reports/<uuid:report_id>/publish/", views.publish, "bulletin-publish", needs=PUBLISH),
]
