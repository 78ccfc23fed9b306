from nuandong.web.pages.roles import views
from nuandong.web.routing import page

CHANGE = "org.role.change"

urlpatterns = [
    page("roles/", views.roles, "roles", needs=CHANGE),
    page("roles/new/", views.role_new, "role_new", needs=CHANGE),
    page("roles/<slug:code>/", views.role, "role", needs=CHANGE),
    page("roles/<slug:code>/change/", views.role_change, "role_change", needs=CHANGE),
    page("roles/<slug:code>/restore/", views.role_restore, "role_restore", needs=CHANGE),
]
