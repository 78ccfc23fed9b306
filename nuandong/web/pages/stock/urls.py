from nuandong.web.pages.stock import views_issue, views_items, views_moving, views_stores
from nuandong.web.routing import page

_SEE, _MOVE = "supplies.stock.see", "supplies.stock.move"
_RECEIVE, _ISSUE, _COUNT = "supplies.stock.receive", "supplies.stock.issue", "supplies.stock.count"

urlpatterns = [
    page("stock/", views_stores.stock, "stock", needs=_SEE),
    page("stock/stores/new/", views_stores.new, "store-new", needs=_MOVE),
    page("stock/stores/<uuid:store>/", views_stores.store, "store", needs=_SEE),
    page("stock/stores/<uuid:store>/change/", views_stores.change, "store-change", needs=_MOVE),
    page("stock/stores/<uuid:store>/minimum/", views_stores.minimum, "store-minimum", needs=_COUNT),
    page("stock/stores/<uuid:store>/receive/", views_moving.receive, "stock-receive", needs=_RECEIVE),
    page("stock/stores/<uuid:store>/send/", views_moving.send, "stock-send", needs=_MOVE),
    page("stock/stores/<uuid:store>/hand/", views_moving.hand, "stock-hand", needs=_MOVE),
    page("stock/stores/<uuid:store>/write-off/", views_moving.write_off, "stock-write-off", needs=_COUNT),
    page("stock/stores/<uuid:store>/issue/", views_issue.issue, "stock-issue", needs=_ISSUE),
    page("stock/stores/<uuid:store>/count/", views_issue.count, "stock-count", needs=_COUNT),
    page("stock/stores/<uuid:store>/count/sheet/", views_issue.count_sheet, "stock-count-sheet", needs=_SEE),
    page("stock/transfers/<uuid:transfer>/", views_moving.transfer, "transfer", needs=_SEE),
    page("stock/transfers/<uuid:transfer>/sheet/", views_moving.transfer_sheet, "transfer-sheet", needs=_SEE),
    page("stock/acts/<uuid:act>/", views_issue.act, "stock-act", needs=_SEE),
    page("stock/acts/<uuid:act>/sheet/", views_issue.act_sheet, "stock-act-sheet", needs=_SEE),
    page("stock/acts/<uuid:act>/return/", views_issue.take_back, "stock-return", needs=_ISSUE),
    page("stock/items/", views_items.items, "stock-items", needs=_SEE),
    page("stock/items/new/", views_items.new, "item-new", needs=_RECEIVE),
    page("stock/items/<slug:code>/", views_items.change, "item-change", needs=_RECEIVE),
]
