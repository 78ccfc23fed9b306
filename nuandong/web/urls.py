"""All pages, one list per area."""

from nuandong.web.pages.account.urls import urlpatterns as account
from nuandong.web.pages.clues.urls import urlpatterns as clues
from nuandong.web.pages.duty.urls import urlpatterns as duty
from nuandong.web.pages.frame.urls import urlpatterns as frame
from nuandong.web.pages.health.urls import urlpatterns as health
from nuandong.web.pages.journal.urls import urlpatterns as journal
from nuandong.web.pages.people.urls import urlpatterns as people
from nuandong.web.pages.places.urls import urlpatterns as places
from nuandong.web.pages.roles.urls import urlpatterns as roles
from nuandong.web.pages.search.urls import urlpatterns as search
from nuandong.web.pages.staff.urls import urlpatterns as staff
from nuandong.web.pages.styleguide.urls import urlpatterns as styleguide
from nuandong.web.pages.warnings.urls import urlpatterns as warnings

urlpatterns = [
    *health,
    *journal,
    *account,
    *clues,
    *duty,
    *frame,
    *people,
    *places,
    *roles,
    *search,
    *staff,
    *styleguide,
    *warnings,
]
