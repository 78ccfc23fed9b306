from nuandong.relief.actions.file_objection import ANSWER
from nuandong.relief.actions.post_notice import POST
from nuandong.relief.policies_applying import ASSESS
from nuandong.relief.selectors_noticing import SEE, SEE_OBJECTIONS
from nuandong.web.pages.relief_notices import acts, objections, public, views
from nuandong.web.routing import Needs, page

_OPEN = Needs.NOTHING

urlpatterns = [
    page("relief/notices/", views.notices, "relief-notices", needs=SEE),
    page("relief/notices/export.xlsx", views.export, "relief-notices-file", needs=SEE),
    page("relief/notices/<uuid:relief_notice>/", views.notice, "relief-notice", needs=SEE),
    page("relief/notices/<uuid:relief_notice>/poster/", views.poster, "relief-notice-poster", needs=SEE),
    page("relief/notices/<uuid:relief_notice>/photo/<str:which>/", views.photo, "relief-notice-photo", needs=SEE),
    page("relief/notices/<uuid:relief_notice>/post/", acts.post, "relief-notice-post", needs=POST),
    page("relief/notices/<uuid:relief_notice>/last/", acts.last, "relief-notice-last", needs=POST),
    page("relief/notices/<uuid:relief_notice>/down/", acts.down, "relief-notice-down", needs=POST),
    page("relief/notices/<uuid:relief_notice>/replace/", acts.replace, "relief-notice-replace", needs=POST),
    page("relief/lines/<uuid:notice_line>/object/", objections.counter, "relief-objection-new", needs=ANSWER),
    page("relief/objections/", objections.objections, "relief-objections", needs=SEE_OBJECTIONS),
    page("relief/objections/export.xlsx", objections.export, "relief-objections-file", needs=SEE_OBJECTIONS),
    page("relief/objections/<uuid:objection_id>/", objections.objection, "relief-objection", needs=SEE_OBJECTIONS),
    page("relief/objections/<uuid:objection_id>/answer/", objections.answer, "relief-objection-answer", needs=ANSWER),
    page("relief/objections/<uuid:objection_id>/meeting/", objections.meet, "relief-objection-meeting", needs=ASSESS),
    page(
        "relief/objections/<uuid:objection_id>/withdraw/",
        objections.withdraw,
        "relief-objection-withdraw",
        needs=ANSWER,
    ),
    page(
        "relief/objections/<uuid:objection_id>/contact/", objections.contact, "relief-objection-contact", needs=ANSWER
    ),
    page("public/notices/track/", public.track, "public-objection", needs=_OPEN),
    page("public/notices/<str:token>/", public.notice, "public-notice", needs=_OPEN),
    page("public/notices/<str:token>/object/", public.file, "public-notice-object", needs=_OPEN),
]
