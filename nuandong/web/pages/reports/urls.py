from nuandong.reports.actions.sign_report import SIGN
from nuandong.reports.actions.start_report import DRAFT
from nuandong.reports.actions.submit_report import SUBMIT
from nuandong.reports.inspection.rules import TAKE
from nuandong.reports.selectors import SEE
from nuandong.web.pages.reports import acts, figure, files, packs, picks, views
from nuandong.web.routing import page

urlpatterns = [
    page("reports/", views.overview, "reports", needs=SEE),
    page("reports/packs/", packs.packs, "packs", needs=TAKE),
    page("reports/packs/now/", packs.packs_now, "packs-now", needs=TAKE),
    page("reports/packs/new/", packs.ask, "pack-new", needs=TAKE),
    page("reports/packs/<uuid:pack_id>/pack.zip", packs.download, "pack-file", needs=TAKE),
    page("reports/new/", acts.start, "report-new", needs=DRAFT),
    page("reports/<uuid:report_id>/", views.report, "report-view", needs=SEE),
    page("reports/<uuid:report_id>/difference/", views.changes, "report-difference", needs=SEE),
    page("reports/<uuid:report_id>/sheet/", views.sheet, "report-sheet", needs=SEE),
    page("reports/<uuid:report_id>/file.<str:form>", files.download, "report-file", needs=SEE),
    page(
        "reports/<uuid:report_id>/figures/<str:row_code>/<str:column_code>/", figure.figure, "report-figure", needs=SEE
    ),
    page("reports/<uuid:report_id>/fill/", acts.fill, "report-fill", needs=DRAFT),
    page("reports/<uuid:report_id>/picks/", picks.pick, "report-picks", needs=DRAFT),
    page("reports/<uuid:report_id>/sign/", acts.sign, "report-sign", needs=SIGN),
    page("reports/<uuid:report_id>/back/", acts.back, "report-back", needs=SIGN),
    page("reports/<uuid:report_id>/submit/", acts.submit, "report-submit", needs=SUBMIT),
    page("reports/<uuid:report_id>/correct/", acts.correct, "report-correct", needs=DRAFT),
]
