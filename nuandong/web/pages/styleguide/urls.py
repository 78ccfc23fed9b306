from nuandong.web.pages.styleguide import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("styleguide/", views.styleguide, "styleguide", needs=Needs.NOTHING),
    page("styleguide/outline.json", views.outline, "styleguide-outline", needs=Needs.NOTHING),
    page("styleguide/fresh/", views.fresh, "styleguide-fresh", needs=Needs.NOTHING),
    page("styleguide/offline/", views.offline, "styleguide-offline", needs=Needs.NOTHING),
    page("styleguide/unmask/", views.unmask, "styleguide-unmask", needs=Needs.NOTHING),
]
