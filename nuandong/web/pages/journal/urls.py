from nuandong.web.pages.journal import sheets, views
from nuandong.web.routing import page

urlpatterns = [
    page("journal/", views.overview, "journal", needs="journal.see"),
    page("journal/export/<str:form>/", views.export, "journal-export", needs="journal.see"),
    page("journal/verify/", views.check, "journal-verify", needs="audit.see"),
    page("journal/<uuid:event_id>/", views.event, "event", needs="journal.see"),
    page("journal/<uuid:event_id>/sheet/", sheets.sheet, "event-sheet", needs=sheets.NEEDS),
    page("journal/<uuid:event_id>/words/", views.words, "event-words", needs="people.person.unmask"),
]
