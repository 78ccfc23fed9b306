from nuandong.publicity.actions.record_announcement import RECORD
from nuandong.publicity.answering import ANSWER, FIND, SETTLE
from nuandong.publicity.selectors import SEE
from nuandong.publicity.selectors_opinion import SEE as SEE_OPINIONS
from nuandong.web.pages.publicity import log, opinions
from nuandong.web.routing import page

urlpatterns = [
    page("publicity/", log.announcements, "publicity", needs=SEE),
    page("publicity/export.xlsx", log.export, "publicity-file", needs=SEE),
    page("publicity/new/", log.record, "announcement-new", needs=RECORD),
    page("publicity/<uuid:announcement_id>/", log.announcement, "announcement", needs=SEE),
    page("publicity/<uuid:announcement_id>/photos/<int:photo>/", log.photo, "announcement-photo", needs=SEE),
    page("publicity/<uuid:announcement_id>/void/", log.void, "announcement-void", needs=RECORD),
    page("opinions/", opinions.opinions, "opinions", needs=SEE_OPINIONS),
    page("opinions/export.xlsx", opinions.export, "opinions-file", needs=SEE_OPINIONS),
    page("opinions/new/", opinions.find, "opinion-new", needs=FIND),
    page("opinions/<uuid:opinion_id>/", opinions.opinion, "opinion", needs=SEE_OPINIONS),
    page("opinions/<uuid:opinion_id>/verify/", opinions.verify, "opinion-verify", needs=ANSWER),
    page("opinions/<uuid:opinion_id>/answer/", opinions.answer, "opinion-answer", needs=ANSWER),
    page("opinions/<uuid:opinion_id>/settle/", opinions.settle, "opinion-settle", needs=SETTLE),
]
