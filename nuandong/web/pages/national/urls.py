from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.actions.take_sheet import TAKE
from nuandong.web.pages.national import exports, following, ordering, taking, views
from nuandong.web.pages.national.views import SEE
from nuandong.web.routing import page

urlpatterns = [
    page("reports/national/", views.overview, "national", needs=SEE),
    # No system is called so: `library/national` has codes of its own.
    page("reports/national/exports/<uuid:export>/", exports.result, "national-export", needs=SEE),
    page("reports/national/exports/<uuid:export>/columns/", exports.columns, "national-columns", needs=RECORD),
    page("reports/national/exports/<uuid:export>/settle/", following.settle, "national-settle", needs=RECORD),
    page("reports/national/exports/<uuid:export>/take-up/", following.take_up, "national-take-up", needs=RECORD),
    page("reports/national/exports/<uuid:export>/rows.xlsx", following.copy, "national-rows", needs=RECORD),
    page("reports/national/differences/<uuid:difference>/", exports.decide, "national-decide", needs=RECORD),
    page("reports/national/<str:system>/", views.sheet, "national-sheet", needs=SEE),
    page("reports/national/<str:system>/compare/", exports.upload, "national-upload", needs=RECORD),
    page("reports/national/<str:system>/print/", views.paper, "national-paper", needs=SEE),
    page("reports/national/<str:system>/order/", ordering.order, "national-order", needs=RECORD),
    page("reports/national/<str:system>/take/", taking.take, "national-take", needs=TAKE),
    page("reports/national/<str:system>/sheet.xlsx", views.workbook, "national-file", needs=SEE),
    page("reports/national/<str:system>/<uuid:case>/", views.case, "national-case", needs=SEE),
    page("reports/national/<str:system>/<uuid:case>/serial/", views.serial, "national-serial", needs=RECORD),
]
