from nuandong.web.pages.kin import public, views
from nuandong.web.routing import Needs, page

_SEE, _PUBLISH = "rescue.kin.see", "rescue.kin.publish"

urlpatterns = [
    page("kin/", views.kin, "kin", needs=_SEE),
    page("kin/draft/<uuid:stay_id>/", views.draft, "kin-draft", needs=_PUBLISH),
    page("kin/<uuid:notice_id>/", views.notice, "kin-notice", needs=_SEE),
    page("kin/<uuid:notice_id>/photo/", views.photo, "kin-photo", needs=_SEE),
    page("kin/<uuid:notice_id>/publish/", views.publish, "kin-publish", needs=_PUBLISH),
    page("kin/<uuid:notice_id>/release/", views.release, "kin-release", needs=_PUBLISH),
    page("kin/<uuid:notice_id>/withdraw/", views.withdraw, "kin-withdraw", needs=_PUBLISH),
    page("public/kin/", public.notices, "public-kin", needs=Needs.NOTHING),
    page("public/kin/photo/<uuid:file_id>/", public.photo, "public-kin-photo", needs=Needs.NOTHING),
]
