from nuandong.people.pair_rules import DECIDE, SEE
from nuandong.web.pages.people import editing, households, pairs, views
from nuandong.web.routing import page

_SEE, _CHANGE, _REGISTER = "people.person.see", "people.person.change", "people.person.register"
_UNMASK = "people.person.unmask"
_HOME, _HOME_CHANGE = "people.household.see", "people.household.change"

urlpatterns = [
    page("people/", views.people, "people", needs=_SEE),
    page("people/register/", editing.register, "person-register", needs=_REGISTER),
    page("people/number/", editing.check_number, "person-number", needs=_SEE),
    page("people/pairs/", pairs.pairs, "people-pairs", needs=SEE),
    page("people/pairs/<uuid:pair>/", pairs.pair, "people-pair", needs=SEE),
    page("people/pairs/<uuid:pair>/reopen/", pairs.reopen, "people-pair-reopen", needs=DECIDE),
    page("people/<uuid:person>/", views.person, "person", needs=_SEE),
    page("people/<uuid:person>/correct/", editing.correct, "person-correct", needs=_CHANGE),
    page("people/<uuid:person>/identify/", editing.identify, "person-identify", needs=_CHANGE),
    page("people/<uuid:person>/unmask/<str:field>/", views.unmask_field, "person-unmask", needs=_UNMASK),
    page("people/<uuid:person>/documents/add/", editing.add_document, "person-document", needs=_CHANGE),
    page(
        "people/<uuid:person>/documents/<uuid:document>/unmask/",
        views.unmask_document,
        "person-unmask-document",
        needs=_UNMASK,
    ),
    page("people/<uuid:person>/categories/add/", editing.categorise, "person-category", needs=_CHANGE),
    page("people/<uuid:person>/categories/<uuid:assignment>/end/", editing.end, "person-category-end", needs=_CHANGE),
    page("people/<uuid:person>/household/", households.establish, "person-household", needs=_HOME_CHANGE),
    page("people/households/", households.households, "households", needs=_HOME),
    page("people/households/<uuid:household>/", households.household, "household", needs=_HOME),
    page("people/households/<uuid:household>/sheet/", households.sheet, "household-sheet", needs=_HOME),
    page("people/households/<uuid:household>/join/", households.join, "household-join", needs=_HOME_CHANGE),
    page(
        "people/households/<uuid:household>/join/<uuid:person>/",
        households.join_person,
        "household-join-person",
        needs=_HOME_CHANGE,
    ),
    page(
        "people/households/<uuid:household>/leave/<uuid:person>/",
        households.leave,
        "household-leave",
        needs=_HOME_CHANGE,
    ),
    page("people/households/<uuid:household>/move/", households.move, "household-move", needs=_HOME_CHANGE),
    page(
        "people/households/<uuid:household>/categories/add/", households.categorise, "household-category", needs=_CHANGE
    ),
    page(
        "people/households/<uuid:household>/categories/<uuid:assignment>/end/",
        households.end,
        "household-category-end",
        needs=_CHANGE,
    ),
]
