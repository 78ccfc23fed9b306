from nuandong.relief.destroying.ready import DECIDE, DRAFT
from nuandong.relief.selectors_season import SEE
from nuandong.web.pages.relief_destruction import acts, views
from nuandong.web.routing import page

_SEASON = "relief/seasons/<uuid:season_id>/destruction/"
_ONE = "relief/destructions/<uuid:destruction_id>/"

urlpatterns = [
    page(_SEASON, views.of_season, "relief-destructions", needs=SEE),
    page(f"{_SEASON}draft/", acts.draft, "relief-destruction-draft", needs=DRAFT),
    page(_ONE, views.one, "relief-destruction", needs=SEE),
    page(f"{_ONE}now/", views.one_now, "relief-destruction-now", needs=SEE),
    page(f"{_ONE}approve/", acts.approve, "relief-destruction-approve", needs=DECIDE),
    page(f"{_ONE}attend/", acts.attend, "relief-destruction-attend", needs=SEE),
    page(f"{_ONE}drop/", acts.drop, "relief-destruction-drop", needs=SEE),
    page(f"{_ONE}sheet/", views.sheet, "relief-destruction-sheet", needs=SEE),
    page(f"{_ONE}list.xlsx", views.register, "relief-destruction-list", needs=SEE),
]
