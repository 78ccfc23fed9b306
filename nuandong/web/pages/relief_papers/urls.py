from nuandong.people.selectors.written import UNMASK
from nuandong.relief.policies_applying import SEE
from nuandong.web.pages.relief_papers import tables
from nuandong.web.routing import page

urlpatterns = [
    page("relief/forms/", tables.papers, "relief-papers", needs=SEE),
    page("relief/forms/print/", tables.printed, "relief-paper-print", needs=SEE),
    page("relief/forms/workbook/", tables.workbook, "relief-paper-workbook", needs=SEE),
    page("relief/forms/plain/", tables.plain, "relief-paper-plain", needs=UNMASK),
]
