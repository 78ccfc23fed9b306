from nuandong.relief.actions.draft_allocation import ALLOCATE, DECIDE
from nuandong.relief.actions.draft_decision import DECIDE as DECIDE_LIST
from nuandong.relief.actions.freeze import SET
from nuandong.relief.actions.open_season import OPEN
from nuandong.relief.actions.record_disaster import RECORD as STRIKE
from nuandong.relief.actions.record_funds import RECORD
from nuandong.relief.actions.sign_decision import SIGN
from nuandong.relief.selectors_funding import SEE as SEE_FUNDS
from nuandong.relief.selectors_season import SEE
from nuandong.web.pages.relief_deciding import decisions, disasters, funds, granted, seasons
from nuandong.web.routing import page

SEE_LISTS = "relief.application.see"

urlpatterns = [
    page("relief/seasons/", seasons.seasons, "relief-seasons", needs=SEE),
    page("relief/seasons/new/", seasons.new, "relief-season-new", needs=OPEN),
    page("relief/seasons/<uuid:season_id>/", seasons.season, "relief-season", needs=SEE),
    page("relief/seasons/<uuid:season_id>/close/", seasons.close, "relief-season-close", needs=OPEN),
    page("relief/seasons/<uuid:season_id>/limit/", seasons.limit, "relief-season-limit", needs=OPEN),
    page("relief/seasons/<uuid:season_id>/disaster/", disasters.new, "relief-disaster-new", needs=STRIKE),
    page("relief/freezes/new/", seasons.freeze, "relief-freeze-new", needs=SET),
    page("relief/freezes/<uuid:freeze_id>/lift/", seasons.lift, "relief-freeze-lift", needs=SET),
    page("relief/seasons/<uuid:season_id>/funds/", funds.funds, "relief-funds", needs=SEE_FUNDS),
    page("relief/seasons/<uuid:season_id>/funds/new/", funds.new, "relief-funds-new", needs=RECORD),
    page("relief/seasons/<uuid:season_id>/share/", funds.share, "relief-share", needs=SEE_FUNDS),
    page("relief/funds/<uuid:funds_id>/tranche/", funds.tranche, "relief-tranche-new", needs=RECORD),
    page("relief/allocations/<uuid:allocation_id>/", funds.allocation, "relief-allocation", needs=SEE_FUNDS),
    page(
        "relief/allocations/<uuid:allocation_id>/shortfall/",
        funds.unfunded,
        "relief-allocation-shortfall",
        needs=SEE_FUNDS,
    ),
    page("relief/allocations/<uuid:allocation_id>/decide/", funds.decide, "relief-allocation-decide", needs=DECIDE),
    page("relief/allocations/<uuid:allocation_id>/drop/", funds.drop, "relief-allocation-drop", needs=ALLOCATE),
    page("relief/seasons/<uuid:season_id>/decisions/", decisions.decisions, "relief-decisions", needs=SEE_LISTS),
    page("relief/seasons/<uuid:season_id>/decisions/new/", decisions.draft, "relief-decision-new", needs=DECIDE_LIST),
    page("relief/seasons/<uuid:season_id>/granted.xlsx", granted.granted, "relief-granted-file", needs=SEE_LISTS),
    page("relief/decisions/<uuid:decision_id>/", decisions.decision, "relief-decision", needs=SEE_LISTS),
    page("relief/decisions/<uuid:decision_id>/send/", decisions.send, "relief-decision-send", needs=DECIDE_LIST),
    page("relief/decisions/<uuid:decision_id>/sign/", decisions.sign, "relief-decision-sign", needs=SIGN),
    page("relief/decisions/<uuid:decision_id>/recall/", decisions.recall, "relief-decision-recall", needs=DECIDE_LIST),
    page("relief/decisions/<uuid:decision_id>/drop/", decisions.drop, "relief-decision-drop", needs=DECIDE_LIST),
    page(
        "relief/decisions/<uuid:decision_id>/leave/<uuid:application_id>/",
        decisions.leave,
        "relief-decision-leave",
        needs=DECIDE_LIST,
    ),
    page(
        "relief/applications/<uuid:application_id>/give-back/",
        decisions.give_back,
        "relief-application-give-back",
        needs=DECIDE_LIST,
    ),
    page(
        "relief/applications/<uuid:application_id>/refuse/",
        decisions.refuse,
        "relief-application-refuse",
        needs=DECIDE_LIST,
    ),
]
