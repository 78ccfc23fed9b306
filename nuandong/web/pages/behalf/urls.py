from nuandong.web.behalf import NEEDS
from nuandong.web.pages.behalf import views
from nuandong.web.routing import page

urlpatterns = [page("signers/", views.signers, "signers", needs=NEEDS)]
