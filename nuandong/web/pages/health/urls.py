from nuandong.web.pages.health import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("healthz", views.alive, "alive", needs=Needs.NOTHING),
    page("healthz/ready", views.ready, "ready", needs=Needs.NOTHING),
]
