from nuandong.reports.actions.record_serial import RECORD
from nuandong.web.pages.national import views
from nuandong.web.pages.national.views import SEE
from nuandong.web.routing import page

urlpatterns = [
    page("reports/national/", views.overview, "national", needs=SEE),
    page("reports/national/<str:system>/", views.sheet, "national-sheet", needs=SEE),
    page("reports/national/<str:system>/print/", views.paper, "national-paper", needs=SEE),
    page("reports/national/<str:system>/sheet.xlsx", views.workbook, "national-file", needs=SEE),
    page("reports/national/<str:system>/<uuid:case>/", views.case, "national-case", needs=SEE),
    page("reports/national/<str:system>/<uuid:case>/serial/", views.serial, "national-serial", needs=RECORD),
]
