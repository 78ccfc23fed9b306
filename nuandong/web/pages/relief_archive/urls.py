from nuandong.people.selectors.written import UNMASK
from nuandong.relief.policies_archive import TAKE
from nuandong.relief.scanning.records import FILE
from nuandong.web.pages.relief_archive import views
from nuandong.web.routing import page

urlpatterns = [
    page("relief/archive/", views.archives, "relief-archives", needs=TAKE),
    page("relief/archive/now/", views.archives_now, "relief-archives-now", needs=TAKE),
    page("relief/archive/new/", views.new, "relief-archive-new", needs=TAKE),
    page("relief/archive/papers/new/", views.paper, "relief-archive-paper", needs=FILE),
    page("relief/archive/papers/<uuid:paper_id>/withdraw/", views.withdraw, "relief-archive-withdraw", needs=FILE),
    page("relief/archive/<uuid:archive_id>/take/", views.take, "relief-archive-take", needs=UNMASK),
]
