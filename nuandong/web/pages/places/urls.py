from nuandong.web.pages.places import divisions, importing, views
from nuandong.web.routing import Needs, page

_SEE, _CHANGE, _IMPORT = "geo.place.see", "geo.place.change", "geo.division.import"

urlpatterns = [
    page("places/", views.places, "places", needs=_SEE),
    page("places/register/", views.register, "place-register", needs=_CHANGE),
    page("places/import/", importing.import_of_places, "places-import", needs=_CHANGE),
    page("places/template.xlsx", importing.template_of_places, "places-template", needs=_CHANGE),
    page("places/<uuid:place>/", views.place, "place", needs=_SEE),
    page("places/<uuid:place>/change/", views.change, "place-change", needs=_CHANGE),
    page("places/<uuid:place>/retire/", views.retire, "place-retire", needs=_CHANGE),
    page("places/outlines/import/", importing.import_of_outlines, "outlines-import", needs=_IMPORT),
    page("places/divisions/", divisions.divisions, "divisions", needs=Needs.SIGNED_IN),
    page("places/divisions/import/", importing.import_of_divisions, "divisions-import", needs=_IMPORT),
    page("places/divisions/template.xlsx", importing.template_of_divisions, "divisions-template", needs=_IMPORT),
    page("places/divisions/<int:code>/", divisions.division, "division", needs=Needs.SIGNED_IN),
    page("places/divisions/<int:code>/close/", divisions.close, "division-close", needs=_IMPORT),
]
