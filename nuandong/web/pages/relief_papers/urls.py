from nuandong.people.selectors.written import UNMASK
from nuandong.relief.policies_applying import SEE
from nuandong.web.pages.relief_papers import packs, tables
from nuandong.web.routing import page

_PACK = "relief/packs/<uuid:village_pack>/"
urlpatterns = [
    page("relief/forms/", tables.papers, "relief-papers", needs=SEE),
    page("relief/forms/print/", tables.printed, "relief-paper-print", needs=SEE),
    page("relief/forms/workbook/", tables.workbook, "relief-paper-workbook", needs=SEE),
    page("relief/forms/plain/", tables.plain, "relief-paper-plain", needs=UNMASK),
    page(f"{_PACK}print/", packs.printed, "relief-pack-print", needs=SEE),
    page(f"{_PACK}print/plain/", packs.plain, "relief-pack-plain", needs=UNMASK),
    page(f"{_PACK}print/photo/<int:photo>/", packs.photo, "relief-pack-photo", needs=SEE),
]
