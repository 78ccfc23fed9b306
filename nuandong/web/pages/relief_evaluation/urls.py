from nuandong.relief.actions.write_evaluation import SIGN, WRITE
from nuandong.relief.selectors_season import SEE
from nuandong.web.pages.relief_evaluation import views
from nuandong.web.routing import page

_SEASON = "relief/seasons/<uuid:season_id>/evaluation/"
_ONE = "relief/evaluations/<uuid:evaluation_id>/"

urlpatterns = [
    page(_SEASON, views.evaluation, "relief-evaluation", needs=SEE),
    page(f"{_SEASON}write/", views.write, "relief-evaluation-write", needs=WRITE),
    page(f"{_ONE}sign/", views.sign, "relief-evaluation-sign", needs=SIGN),
    page(f"{_ONE}file.docx", views.document, "relief-evaluation-file", needs=SEE),
]
