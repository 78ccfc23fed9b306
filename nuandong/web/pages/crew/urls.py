from nuandong.web.pages.crew import checking, ending, home, jobs, meeting, patrol, supplementing
from nuandong.web.routing import page

_REPORT, _PATROL = "rescue.dispatch.report", "rescue.patrol.record"
_SEE, _RECORD = "rescue.encounter.see", "rescue.encounter.record"
_MET = "crew/encounters/<uuid:encounter_id>/"

urlpatterns = [
    page("crew/", home.home, "crew", needs=_REPORT),
    page("crew/now/", home.jobs, "crew-jobs", needs=_REPORT),
    page("crew/position/", home.position, "crew-position", needs="duty.shift.handover"),
    page("crew/jobs/<uuid:dispatch>/", jobs.job, "crew-job", needs=_REPORT),
    page("crew/jobs/<uuid:dispatch>/report/", jobs.report, "crew-report", needs=_REPORT),
    page("crew/jobs/<uuid:dispatch>/decline/", jobs.decline, "crew-decline", needs=_REPORT),
    page("crew/encounters/new/", meeting.record, "encounter-new", needs=_RECORD),
    page(_MET, meeting.encounter, "encounter", needs=_SEE),
    page(_MET + "photos/<uuid:file>/", meeting.photo, "encounter-photo", needs=_SEE),
    page(_MET + "supplement/", supplementing.supplement, "encounter-supplement", needs=_RECORD),
    page(_MET + "countersign/", checking.countersign, "encounter-countersign", needs="rescue.encounter.countersign"),
    page(_MET + "review/", checking.review, "encounter-review", needs="rescue.stay.register"),
    page(_MET + "end/", ending.end, "encounter-end", needs=_RECORD),
    page(_MET + "tell/<str:department>/", ending.tell, "encounter-tell", needs=_RECORD),
    page("crew/visits/<uuid:visit_id>/", ending.visit, "follow-up", needs=_RECORD),
    page("crew/patrol/", patrol.patrol, "crew-patrol", needs=_PATROL),
    page("crew/patrol/start/", patrol.start, "crew-patrol-start", needs=_PATROL),
    page("crew/patrol/<uuid:round_id>/check/", patrol.check, "crew-patrol-check", needs=_PATROL),
    page("crew/patrol/<uuid:round_id>/end/", patrol.end, "crew-patrol-end", needs=_PATROL),
]
