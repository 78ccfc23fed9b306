"""All addresses; the table of pages itself lies in nuandong.web.urls."""

from django.urls import include, path

urlpatterns = [path("", include("nuandong.web.urls"))]
handler400 = "nuandong.web.errors.bad_request"
handler403 = "nuandong.web.errors.forbidden"
handler404 = "nuandong.web.errors.not_found"
handler500 = "nuandong.web.errors.server_error"
