from nuandong.relief.actions.draft_allocation import ALLOCATE, DECIDE
from nuandong.relief.actions.freeze import SET
from nuandong.relief.actions.open_season import OPEN
from nuandong.relief.actions.record_funds import RECORD
from nuandong.relief.selectors_funding import SEE as SEE_FUNDS
from nuandong.relief.selectors_season import SEE
from nuandong.web.pages.relief_deciding import funds, seasons
from nuandong.web.routing import page

urlpatterns = [
    page("relief/seasons/", seasons.seasons, "relief-seasons", needs=SEE),
    page("relief/seasons/new/", seasons.new, "relief-season-new", needs=OPEN),
    page("relief/seasons/<uuid:season_id>/", seasons.season, "relief-season", needs=SEE),
    page("relief/seasons/<uuid:season_id>/close/", seasons.close, "relief-season-close", needs=OPEN),
    page("relief/freezes/new/", seasons.freeze, "relief-freeze-new", needs=SET),
    page("relief/freezes/<uuid:freeze_id>/lift/", seasons.lift, "relief-freeze-lift", needs=SET),
    page("relief/seasons/<uuid:season_id>/funds/", funds.funds, "relief-funds", needs=SEE_FUNDS),
    page("relief/seasons/<uuid:season_id>/funds/new/", funds.new, "relief-funds-new", needs=RECORD),
    page("relief/seasons/<uuid:season_id>/share/", funds.share, "relief-share", needs=SEE_FUNDS),
    page("relief/funds/<uuid:funds_id>/tranche/", funds.tranche, "relief-tranche-new", needs=RECORD),
    page("relief/allocations/<uuid:allocation_id>/", funds.allocation, "relief-allocation", needs=SEE_FUNDS),
    page("relief/allocations/<uuid:allocation_id>/decide/", funds.decide, "relief-allocation-decide", needs=DECIDE),
    page("relief/allocations/<uuid:allocation_id>/drop/", funds.drop, "relief-allocation-drop", needs=ALLOCATE),
]
