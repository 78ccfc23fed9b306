from nuandong.web.pages.frame import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("sw.js", views.service_worker, "service-worker", needs=Needs.NOTHING),
    page("session/keep/", views.keep_session, "session-keep", needs=Needs.SIGNED_IN),
    page("language/", views.language, "language", needs=Needs.NOTHING),
]
