from nuandong.web.pages.clues import acts, crews, desk, numbers, recordings, views
from nuandong.web.routing import page

_SEE, _RECEIVE, _CLOSE = "rescue.clue.see", "rescue.clue.receive", "rescue.clue.close"
_HAND_OVER, _ORDER, _REPORT = "rescue.clue.handover", "rescue.dispatch.order", "rescue.dispatch.report"

urlpatterns = [
    page("clues/", desk.desk, "clues", needs=_SEE),
    page("clues/open/", desk.open_part, "clues-open", needs=_SEE),
    page("clues/places/", desk.places, "clue-places", needs=_RECEIVE),
    page("clues/<uuid:clue_id>/", views.clue, "clue", needs=_SEE),
    page("clues/<uuid:clue_id>/live/", views.live, "clue-live", needs=_SEE),
    page("clues/<uuid:clue_id>/caller/", numbers.caller, "clue-caller", needs=_SEE),
    page("clues/<uuid:clue_id>/leader/<uuid:staff>/", numbers.leader, "clue-leader", needs="duty.phone.reveal"),
    page("clues/<uuid:clue_id>/recording/", recordings.recording, "clue-recording", needs=_SEE),
    page("clues/<uuid:clue_id>/supplement/", acts.supplement, "clue-supplement", needs=_RECEIVE),
    page("clues/<uuid:clue_id>/merge/<uuid:into>/", acts.merge, "clue-merge", needs=_CLOSE),
    page("clues/<uuid:clue_id>/close/", acts.close, "clue-close", needs=_CLOSE),
    page("clues/<uuid:clue_id>/reopen/", acts.reopen, "clue-reopen", needs=_CLOSE),
    page("clues/<uuid:clue_id>/handover/", acts.hand_over, "clue-handover", needs=_HAND_OVER),
    page("clues/<uuid:clue_id>/take-on/", acts.take_on, "clue-take-on", needs=_RECEIVE),
    page("clues/<uuid:clue_id>/return/", acts.give_back, "clue-return", needs=_HAND_OVER),
    page("clues/<uuid:clue_id>/order/", crews.order, "clue-order", needs=_ORDER),
    page("clues/<uuid:clue_id>/crews/<uuid:dispatch>/report/", crews.report, "clue-report", needs=_REPORT),
    page("clues/<uuid:clue_id>/crews/<uuid:dispatch>/decline/", crews.decline, "clue-decline", needs=_REPORT),
    page("clues/<uuid:clue_id>/crews/<uuid:dispatch>/cancel/", crews.cancel, "clue-cancel", needs=_ORDER),
    page("clues/<uuid:clue_id>/escalations/<uuid:escalation>/", crews.confirm, "clue-confirm", needs=_ORDER),
]
