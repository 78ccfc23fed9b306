from nuandong.web.pages.search import views
from nuandong.web.routing import Needs, page

urlpatterns = [page("search/", views.search, "search", needs=Needs.SIGNED_IN)]
