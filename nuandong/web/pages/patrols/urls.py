from nuandong.web.pages.patrols import overview, rounds
from nuandong.web.routing import page

_SEE, _RECORD = "rescue.patrol.see", "rescue.patrol.record"

urlpatterns = [
    page("patrols/", overview.patrols, "patrols", needs=_SEE),
    page("patrols/tonight/", overview.tonight, "patrols-tonight", needs=_SEE),
    page("patrols/start/", rounds.start, "patrol-start", needs=_RECORD),
    page("patrols/<uuid:patrol_id>/", rounds.patrol, "patrol", needs=_SEE),
    page("patrols/<uuid:patrol_id>/check/", rounds.check, "patrol-check", needs=_RECORD),
    page("patrols/<uuid:patrol_id>/complete/", rounds.complete, "patrol-complete", needs=_RECORD),
]
