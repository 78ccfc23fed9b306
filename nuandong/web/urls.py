"""All pages, one list per area."""

from nuandong.web.pages.account.urls import urlpatterns as account
from nuandong.web.pages.frame.urls import urlpatterns as frame
from nuandong.web.pages.health.urls import urlpatterns as health
from nuandong.web.pages.styleguide.urls import urlpatterns as styleguide

urlpatterns = [*health, *account, *frame, *styleguide]
