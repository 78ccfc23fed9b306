from nuandong.web.pages.board import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("board/", views.board, "board", needs="plans.compliance.see"),
    page("board/fresh/", views.fresh, "board-fresh", needs="plans.compliance.see"),
    page("map/outlines.json", views.outlines, "outlines", needs=Needs.SIGNED_IN),
]
