from nuandong.relief.policies_findings import AUDIT, DECIDE, DECLARE, SEE
from nuandong.relief.rules import IMPORT
from nuandong.web.pages.relief_findings import audits, kinships, outside, runs, views
from nuandong.web.routing import page

urlpatterns = [
    page("relief/findings/", views.findings, "relief-findings", needs=SEE),
    page("relief/findings/run/", runs.new, "relief-findings-run", needs=DECIDE),
    page("relief/findings/run/now/", runs.now, "relief-findings-now", needs=SEE),
    page("relief/findings/export.xlsx", views.export, "relief-findings-file", needs=SEE),
    page("relief/findings/<uuid:relief_finding>/", views.finding, "relief-finding", needs=SEE),
    page("relief/findings/<uuid:relief_finding>/reopen/", views.reopen, "relief-finding-reopen", needs=DECIDE),
    page("relief/kinships/", kinships.kinships, "relief-kinships", needs=DECLARE),
    page("relief/kinships/new/<uuid:household>/", kinships.declare, "relief-kinship-new", needs=DECLARE),
    page("relief/kinships/<uuid:kinship>/end/", kinships.end, "relief-kinship-end", needs=DECIDE),
    page("relief/outside/", outside.lists, "relief-outside", needs=SEE),
    page("relief/outside/new/", outside.take, "relief-outside-new", needs=IMPORT),
    page("relief/outside/<uuid:outside_id>/end/", outside.end, "relief-outside-end", needs=IMPORT),
    page("relief/audit/", audits.audits, "relief-audit", needs=AUDIT),
]
