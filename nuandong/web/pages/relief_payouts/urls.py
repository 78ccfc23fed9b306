from nuandong.relief.policies_payout import CHECK, PLAN, RELEASE, SEE
from nuandong.web.pages.relief_payouts import acts, lines, returns, views, write_offs
from nuandong.web.routing import page

_ONE = "relief/payouts/<uuid:payout_id>/"
urlpatterns = [
    page("relief/payouts/", views.overview, "relief-payouts", needs=SEE),
    page("relief/payouts/export.xlsx", views.export, "relief-payouts-file", needs=SEE),
    page("relief/payouts/new/", acts.plan, "relief-payout-new", needs=PLAN),
    page(_ONE, views.payout, "relief-payout", needs=SEE),
    page(f"{_ONE}freeze/", acts.freeze, "relief-payout-freeze", needs=PLAN),
    page(f"{_ONE}check/", acts.check, "relief-payout-check", needs=CHECK),
    page(f"{_ONE}release/", acts.release, "relief-payout-release", needs=RELEASE),
    page(f"{_ONE}cancel/", acts.cancel, "relief-payout-cancel", needs=PLAN),
    page(f"{_ONE}result/", acts.result, "relief-payout-result", needs=RELEASE),
    page(f"{_ONE}follow/", acts.follow, "relief-payout-follow", needs=PLAN),
    page(f"{_ONE}sample/", acts.sample, "relief-payout-sample", needs=PLAN),
    page(f"{_ONE}register/<slug:register_code>/", views.register, "relief-payout-register", needs=SEE),
    page("relief/payouts/files/<uuid:bank_file_id>/", views.bank_file, "relief-bank-file", needs=RELEASE),
    page("relief/payouts/lines/<uuid:payout_line_id>/correct/", lines.correct, "relief-line-correct", needs=PLAN),
    page("relief/payouts/lines/<uuid:payout_line_id>/leave/", lines.leave, "relief-line-leave", needs=PLAN),
    page("relief/payouts/lines/<uuid:payout_line_id>/returned/", returns.record, "relief-line-returned", needs=SEE),
    page("relief/payouts/returns/<uuid:return_id>/", returns.confirm, "relief-return-confirm", needs=SEE),
    page("relief/payouts/returns/<uuid:return_id>/photo/", returns.photo, "relief-return-photo", needs=SEE),
    page("relief/payouts/lines/<uuid:payout_line_id>/write-off/", write_offs.record, "relief-write-off-new", needs=SEE),
    page("relief/payouts/write-offs/<uuid:write_off_id>/", write_offs.confirm, "relief-write-off", needs=SEE),
    page("relief/payouts/write-offs/<uuid:write_off_id>/undo/", write_offs.undo, "relief-write-off-undo", needs=PLAN),
    page("relief/payouts/write-offs/<uuid:write_off_id>/photo/", write_offs.photo, "relief-write-off-photo", needs=SEE),
    page("relief/payouts/accounts/<uuid:change_id>/", lines.confirm, "relief-account-confirm", needs=SEE),
    page("relief/payouts/samples/<uuid:sample_id>/", lines.sample, "relief-sample", needs=SEE),
]
