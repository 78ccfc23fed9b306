from nuandong.relief.rules import CONFIRM, IMPORT, SEE, UNMASK
from nuandong.web.pages.relief import acts, taking, views
from nuandong.web.routing import page

urlpatterns = [
    page("relief/ledger/", views.overview, "relief-ledgers", needs=SEE),
    page("relief/ledger/now/", views.overview_now, "relief-ledgers-now", needs=SEE),
    page("relief/ledger/new/", acts.upload, "relief-ledger-new", needs=IMPORT),
    page("relief/ledger/written/", taking.written, "relief-ledger-written", needs=SEE),
    page("relief/ledger/written/plain/", taking.written_plain, "relief-ledger-plain", needs=UNMASK),
    page("relief/ledger/<uuid:ledger_id>/", views.ledger, "relief-ledger", needs=SEE),
    page("relief/ledger/<uuid:ledger_id>/now/", views.ledger_now, "relief-ledger-now", needs=SEE),
    page("relief/ledger/<uuid:ledger_id>/columns/", acts.columns, "relief-ledger-columns", needs=IMPORT),
    page("relief/ledger/<uuid:ledger_id>/confirm/", acts.confirm, "relief-ledger-confirm", needs=CONFIRM),
    page("relief/ledger/<uuid:ledger_id>/drop/", acts.drop, "relief-ledger-drop", needs=IMPORT),
    page("relief/ledger/<uuid:ledger_id>/withdraw/", acts.withdraw, "relief-ledger-withdraw", needs=CONFIRM),
    page("relief/ledger/<uuid:ledger_id>/copy/", acts.copy, "relief-ledger-copy", needs=IMPORT),
    page("relief/ledger/<uuid:ledger_id>/copy/file/", taking.copy, "relief-ledger-copy-file", needs=IMPORT),
]
