from nuandong.web.pages.warnings import messages, views, writing
from nuandong.web.routing import page

_SEE, _RECORD = "alerts.warning.see", "alerts.warning.record"

urlpatterns = [
    page("warnings/", views.overview, "warnings", needs=_SEE),
    page("warnings/relay/", writing.relay, "warning-relay", needs=_RECORD),
    page("warnings/upload/", writing.upload, "warning-upload", needs=_RECORD),
    page("warnings/refused/", messages.refused, "warnings-refused", needs=_RECORD),
    page("warnings/refused/<uuid:raw_id>/", messages.refused_file, "warning-refused", needs=_RECORD),
    page("warnings/messages/<uuid:message_id>/", messages.message, "warning-message", needs=_SEE),
    page("warnings/<uuid:warning_id>/", views.warning, "warning", needs=_SEE),
    page("warnings/<uuid:warning_id>/outline.json", views.outline, "warning-outline", needs=_SEE),
    page("warnings/<uuid:warning_id>/end/", writing.end, "warning-end", needs=_RECORD),
    page("warnings/<uuid:warning_id>/locate/", writing.locate, "warning-locate", needs=_RECORD),
]
