from nuandong.web.pages.stays import acts, beds, desk, handover, hospital, identity, intake, leaving, papers, views
from nuandong.web.routing import page

_SEE, _ADMIT, _REGISTER = "rescue.stay.see", "rescue.stay.admit", "rescue.stay.register"
_CARE, _BED = "rescue.stay.care", "rescue.stay.assign_bed"
_LEAVE, _DECIDE = "rescue.stay.discharge", "rescue.stay.decide_leave"
_STAY = "stays/<uuid:stay_id>/"
_CASE = "hospital/<uuid:case_id>/"

urlpatterns = [
    page("stays/", desk.stays, "stays", needs=_SEE),
    page("stays/now/", desk.fresh, "stays-now", needs=_SEE),
    page("stays/new/", intake.arrive, "stay-new", needs=_ADMIT),
    page("stays/beds/", beds.board, "beds", needs=_SEE),
    page("stays/beds/now/", beds.fresh, "beds-now", needs=_SEE),
    page("stays/beds/new/", beds.set_up, "bed-new", needs=_BED),
    page("stays/beds/<uuid:bed_id>/", beds.fill, "bed-fill", needs=_BED),
    page("stays/beds/<uuid:bed_id>/close/", beds.close, "bed-close", needs=_BED),
    page(_STAY, views.stay, "stay", needs=_SEE),
    page(_STAY + "photo/", views.photo, "stay-photo", needs=_SEE),
    page(_STAY + "admit/", intake.security, "stay-admit", needs=_ADMIT),
    page(_STAY + "handover-sheet/", handover.keep, "stay-handover-sheet", needs=_ADMIT),
    page(_STAY + "bed/", beds.assign, "stay-bed", needs=_BED),
    page(_STAY + "bed/release/", beds.release, "stay-bed-release", needs=_BED),
    page(_STAY + "register/", intake.register, "stay-register", needs=_REGISTER),
    page(_STAY + "care/", acts.care, "stay-care", needs=_CARE),
    page(_STAY + "change/", acts.change, "stay-change", needs=_REGISTER),
    page(_STAY + "identify/", identity.identify, "stay-identify", needs=_REGISTER),
    page(_STAY + "belongings/", acts.deposit, "stay-deposit", needs=_CARE),
    page(_STAY + "belongings/return/", acts.give_back, "stay-return", needs=_CARE),
    page(_STAY + "police/", identity.police, "stay-police", needs=_REGISTER),
    page(_STAY + "police/answer/", identity.police_answer, "stay-police-answer", needs=_REGISTER),
    page(_STAY + "fingerprints/", identity.fingerprints, "stay-fingerprints", needs=_REGISTER),
    page(_STAY + "dna/", identity.dna, "stay-dna", needs=_REGISTER),
    page(_STAY + "dna/answer/", identity.dna_answer, "stay-dna-answer", needs=_REGISTER),
    page(_STAY + "absence/", acts.absence, "stay-absence", needs=_CARE),
    page(_STAY + "back/", acts.back, "stay-back", needs=_CARE),
    page(_STAY + "review/", acts.review, "stay-review", needs=_DECIDE),
    page(_STAY + "placement/", acts.placement, "stay-placement", needs=_REGISTER),
    page(_STAY + "hospital/", hospital.enter, "stay-hospital", needs=_CARE),
    page(_CASE, hospital.case, "hospital-case", needs="rescue.encounter.see"),
    page(_CASE + "verify/", hospital.verify, "hospital-verify", needs=_REGISTER),
    page(_CASE + "leave/", hospital.leave, "hospital-leave", needs=_CARE),
    page(_CASE + "settle/", hospital.settle, "hospital-settle", needs=_REGISTER),
    page(_CASE + "tracker/", hospital.tracker, "hospital-tracker", needs=_CARE),
    page(_STAY + "leave/", leaving.ways, "stay-leave", needs=_SEE),
    page(_STAY + "leave/<slug:exit_code>/", leaving.leave, "stay-exit", needs=_LEAVE),
    page(_STAY + "leave/<slug:exit_code>/ask/", leaving.ask, "stay-ask", needs=_LEAVE),
    page(_STAY + "decide/<uuid:request_id>/", leaving.decide, "stay-decide", needs=_DECIDE),
    page(_STAY + "papers/<slug:code>/", papers.sheet, "stay-paper", needs=_SEE),
]
