from nuandong.web.pages.home import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("", views.home, "home", needs=Needs.SIGNED_IN),
    page("home/fresh/", views.fresh, "home-fresh", needs=Needs.SIGNED_IN),
]
