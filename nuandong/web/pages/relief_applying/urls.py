from nuandong.relief.policies_applying import ASSESS, REPORT, REVIEW, SEE, SUBMIT
from nuandong.web.pages.people.households import CHANGE
from nuandong.web.pages.relief_applying import acts, home, reporting, views
from nuandong.web.routing import page

_CASE = "relief/applications/<uuid:application_id>/"
_PACK = "relief/packs/<uuid:village_pack>/"
_VILLAGE = "relief/seasons/<uuid:season_id>/<int:village>/"

urlpatterns = [
    page("relief/", home.home, "relief-home", needs=SEE),
    page("relief/applications/", home.applications, "relief-applications", needs=SEE),
    page("relief/applications/workbook/", home.workbook, "relief-applications-workbook", needs=SEE),
    page(_CASE, views.application, "relief-application", needs=SEE),
    page(f"{_CASE}revise/", reporting.revise, "relief-application-revise", needs=REPORT),
    page(f"{_CASE}member/", reporting.member, "relief-application-member", needs=CHANGE),
    page(f"{_CASE}card/", acts.card, "relief-application-card", needs=SUBMIT),
    page(f"{_CASE}card/photo/", views.card_photo, "relief-card-photo", needs=SEE),
    page(f"{_CASE}withdraw/", acts.withdraw, "relief-application-withdraw", needs=REPORT),
    page(f"{_CASE}reopen/", acts.reopen, "relief-application-reopen", needs=ASSESS),
    page(f"{_CASE}return/", acts.give_back, "relief-application-return", needs=REVIEW),
    page(f"{_CASE}undo/", acts.undo, "relief-application-undo", needs=REVIEW),
    page(f"{_VILLAGE}report/", reporting.report, "relief-report", needs=REPORT),
    page(f"{_VILLAGE}ledger/", acts.take_ledger, "relief-from-ledger", needs=REPORT),
    page(f"{_VILLAGE}meeting/", acts.assess, "relief-assess", needs=ASSESS),
    page("relief/meetings/<uuid:meeting_id>/", views.meeting, "relief-meeting", needs=SEE),
    page(
        "relief/meetings/<uuid:meeting_id>/<str:kind>/<int:place>/", views.picture, "relief-meeting-picture", needs=SEE
    ),
    page(_PACK, views.pack, "relief-pack", needs=SEE),
    page(f"{_PACK}submit/", acts.submit, "relief-pack-submit", needs=SUBMIT),
    page(f"{_PACK}papers/", acts.papers, "relief-pack-papers", needs=SUBMIT),
    page(f"{_PACK}pass/", acts.passing, "relief-pack-pass", needs=REVIEW),
    page(f"{_PACK}forward/", acts.forward, "relief-pack-forward", needs=REVIEW),
]
