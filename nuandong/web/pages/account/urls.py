from nuandong.web.pages.account import views
from nuandong.web.routing import Needs, page

urlpatterns = [
    page("login/", views.login, "login", needs=Needs.NOTHING, scoped=False),
    page("logout/", views.logout, "logout", needs=Needs.SIGNED_IN, scoped=False),
    page("switch/", views.switch, "switch", needs=Needs.SIGNED_IN, scoped=False),
    page("account/", views.account, "account", needs=Needs.SIGNED_IN),
    page("account/password/", views.password, "password", needs=Needs.SIGNED_IN),
    page("account/pin/", views.pin, "pin", needs=Needs.SIGNED_IN),
    page("account/code/", views.code, "code", needs=Needs.SIGNED_IN),
    page("account/code/enrol/", views.enrol, "enrol", needs=Needs.SIGNED_IN),
]
