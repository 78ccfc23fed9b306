from nuandong.supervision.actions.make_draw import MAKE
from nuandong.supervision.actions.raise_finding import RAISE
from nuandong.supervision.actions.recheck_finding import RECHECK
from nuandong.supervision.actions.record_visit import RECORD
from nuandong.supervision.selectors import SEE, SEE_DRAWS
from nuandong.web.pages.supervision import draws, findings, visits
from nuandong.web.routing import page

urlpatterns = [
    page("supervision/", findings.findings, "supervision", needs=SEE),
    page("supervision/export.xlsx", findings.export, "findings-file", needs=SEE),
    page("supervision/findings/<uuid:finding_id>/", findings.finding, "finding", needs=SEE),
    page("supervision/findings/<uuid:finding_id>/recheck/", findings.recheck, "finding-recheck", needs=RECHECK),
    page("supervision/visits/", visits.visits, "visits", needs=SEE),
    page("supervision/visits/new/", visits.record, "visit-new", needs=RECORD),
    page("supervision/visits/<uuid:visit_id>/", visits.visit, "visit", needs=SEE),
    page("supervision/visits/<uuid:visit_id>/photos/<uuid:visit_file>/", visits.photo, "visit-photo", needs=SEE),
    page("supervision/visits/<uuid:visit_id>/finding/", findings.raise_new, "finding-new", needs=RAISE),
    page("supervision/draws/", draws.draws, "draws", needs=SEE_DRAWS),
    page("supervision/draws/new/", draws.make, "draw-new", needs=MAKE),
    page("supervision/draws/<uuid:draw_id>/", draws.draw, "draw", needs=SEE_DRAWS),
]
