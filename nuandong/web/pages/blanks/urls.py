from nuandong.reports.actions.fill_blank import FILL
from nuandong.reports.actions.upload_blank import MAP
from nuandong.reports.selectors import SEE
from nuandong.web.pages.blanks import acts, mapping, views
from nuandong.web.routing import page

urlpatterns = [
    page("reports/blanks/", views.overview, "blanks", needs=SEE),
    page("reports/blanks/new/", acts.upload, "blank-new", needs=MAP),
    page("reports/blanks/<uuid:blank_id>/", views.blank, "blank", needs=SEE),
    page("reports/blanks/<uuid:blank_id>/file/", views.original, "blank-file", needs=SEE),
    page("reports/blanks/<uuid:blank_id>/edition/", acts.edition, "blank-edition", needs=MAP),
    page("reports/blanks/<uuid:blank_id>/map/", mapping.bind, "blank-map", needs=MAP),
    page("reports/blanks/<uuid:blank_id>/fill/", acts.fill, "blank-fill", needs=FILL),
    page("reports/blanks/copies/<uuid:filling_id>/", views.filling, "blank-filling", needs=SEE),
    page("reports/blanks/copies/<uuid:filling_id>/file/", views.copy, "blank-filling-file", needs=SEE),
]
