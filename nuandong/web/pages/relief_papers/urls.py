from nuandong.people.selectors.written import UNMASK
from nuandong.relief.policies_applying import SEE
from nuandong.relief.policies_payout import SEE as SEE_PAYOUTS
from nuandong.relief.scanning.records import FILE
from nuandong.relief.selectors_season import SEE as SEE_SEASON
from nuandong.relief.training import RECORD
from nuandong.web.pages.relief_papers import packs, scans, signing, tables, trainings
from nuandong.web.routing import page

_PACK = "relief/packs/<uuid:village_pack>/"
urlpatterns = [
    page("relief/forms/", tables.papers, "relief-papers", needs=SEE),
    page("relief/forms/print/", tables.printed, "relief-paper-print", needs=SEE),
    page("relief/forms/workbook/", tables.workbook, "relief-paper-workbook", needs=SEE),
    page("relief/forms/plain/", tables.plain, "relief-paper-plain", needs=SEE),
    page(f"{_PACK}print/", packs.printed, "relief-pack-print", needs=SEE),
    page(f"{_PACK}print/plain/", packs.plain, "relief-pack-plain", needs=UNMASK),
    page(f"{_PACK}print/photo/<int:photo>/", packs.photo, "relief-pack-photo", needs=SEE),
    page("relief/decisions/<uuid:decision_id>/sheet/", signing.decision, "relief-decision-sheet", needs=SEE),
    page("relief/payouts/<uuid:payout_id>/sheet/", signing.payout, "relief-payout-sheet", needs=SEE_PAYOUTS),
    page("relief/scans/", scans.scans, "relief-scans", needs=SEE),
    page("relief/scans/new/", scans.new, "relief-scans-new", needs=FILE),
    page("relief/scans/<uuid:scan_id>/", scans.scan, "relief-scan", needs=SEE),
    page("relief/scans/<uuid:scan_id>/image/", scans.image, "relief-scan-image", needs=SEE),
    page("relief/scans/<uuid:scan_id>/drop/", scans.drop, "relief-scan-drop", needs=FILE),
    page("relief/trainings/", trainings.trainings, "relief-trainings", needs=SEE_SEASON),
    page("relief/trainings/new/<uuid:season_id>/", trainings.new, "relief-training-new", needs=RECORD),
    page("relief/trainings/<uuid:training_id>/", trainings.training, "relief-training", needs=SEE_SEASON),
    page("relief/trainings/<uuid:training_id>/sheet/", trainings.sheet, "relief-training-sheet", needs=SEE_SEASON),
    page("relief/trainings/trainees/<uuid:trainee_id>/", trainings.made_up, "relief-training-made-up", needs=RECORD),
]
