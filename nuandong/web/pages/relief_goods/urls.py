from nuandong.relief.actions.give_goods import GIVE
from nuandong.relief.actions.plan_goods import PLAN
from nuandong.relief.selectors_goods import SEE
from nuandong.web.pages.relief_goods import views
from nuandong.web.routing import page

urlpatterns = [
    page("relief/goods/", views.goods, "relief-goods", needs=SEE),
    page("relief/goods/sheet/", views.sheet, "relief-goods-sheet", needs=SEE),
    page("relief/goods/new/", views.plan, "relief-goods-new", needs=PLAN),
    page("relief/goods/<uuid:hand_out>/give/", views.give, "relief-goods-give", needs=GIVE),
    page("relief/goods/<uuid:hand_out>/cancel/", views.cancel, "relief-goods-cancel", needs=PLAN),
]
