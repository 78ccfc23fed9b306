"""The list of what was done, one event, its words for those who may, files to take along, and the proof."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuandong.journal import api as journal
from nuandong.journal.reading import get
from nuandong.journal.standing import standing
from nuandong.journal.verification import TROUBLE_WORDS, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions, scope
from nuandong.org.actions.read_words import read_words
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.browser import BY_SCRIPT
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal import exporting
from nuandong.web.pages.journal.filtering import filters, kind_choices
from nuandong.web.pages.journal.presenting import Entry, entries
from nuandong.web.pages.journal.words import TEXTS
from nuandong.web.pages.people.forms import UnmaskForm
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.wording import SEMICOLON, listing, titled

READ_WORDS = "people.person.unmask"
NEWEST_SEALS = 100
"""What the button checks: seconds of work. The whole chain is for `nuandong journal verify`."""
RELATED = 30
FORMS = {
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exporting.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """What was done in one's regions, newest first."""
    chosen = filters(request.GET, request.actor)
    cursor = uuid_cursor(request.GET.get("before"))
    page = page_of(chosen.events(before=cursor, limit=SIZE + 1), key=lambda event: event.id, cursor=cursor)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "page": Page(entries(page.rows), page.next, page.first),
        "filters": chosen,
        "kinds": kind_choices(),
        "standing": standing(),
        "may_verify": permissions.allows(request.actor, "audit.see"),
        "newest": NEWEST_SEALS,
        "max_rows": exporting.MAX_ROWS,
        "query": query.urlencode(),
    }
    return render(request, "journal/overview.html", context)


@require_safe
def event(request: SignedRequest, event_id: UUID) -> HttpResponse:
    """One event with everything it says, and the others about the same thing."""
    found = get(event_id)
    if found is None:
        raise Http404
    others = [one for one in journal.history(subject=found.subject, limit=RELATED) if one.id != found.id]
    entry, *related = entries([found, *others])
    context = {
        "entry": entry,
        "event": found,
        "related": _timeline(related),
        "more": len(others) >= RELATED - 1,
        "voided_by": journal.voider(found.id),
        # Beside the words of what was typed for somebody else lies his signed paper, often without any words.
        "has_words": found.text_digest is not None and (not entry.typist or bool(journal.texts([found.id]))),
        "has_sheet": bool(entry.typist) and journal.sheet_of(found.id) is not None,
        "may_read": request.actor.may(READ_WORDS),
    }
    return render(request, "journal/event.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: SignedRequest, event_id: UUID) -> HttpResponse:
    """The free words of an event, for a reason; every reading is an act of its own, so there is no command key."""
    found = get(event_id)
    if found is None:
        raise Http404
    (entry,) = entries([found])
    form = UnmaskForm(request.POST or None)
    lines: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            texts = read_words(by=request.actor, now=request.now, event=event_id, reason=form.words())
            lines = [(_(TEXTS[name]) if name in TEXTS else name, text) for name, text in texts.items()]
        except DomainError as error:
            # The dialog of the page reads the words of the error page; a page without scripts shows its form again.
            if BY_SCRIPT in request.headers:
                raise
            form.refuse(error)
    if lines and BY_SCRIPT in request.headers:
        return JsonResponse({"value": listing((titled(name, text) for name, text in lines), SEMICOLON)})
    context = {"form": form, "entry": entry, "lines": lines, "back": reverse("event", args=[event_id])}
    return render(request, "journal/words.html", context, status=STATUS_REFUSED if form.errors else 200)


@require_safe
def export(request: SignedRequest, form: str) -> FileResponse:
    """The filtered list as a file."""
    if form not in FORMS:
        raise Http404
    write, mime = FORMS[form]
    # Written here, inside the scope: a stream that the server reads later would see no rows.
    file = write(filters(request.GET, request.actor))
    name = _("工作日志-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=mime)


@require_POST
def check(request: SignedRequest) -> HttpResponse:
    """Hash the newest seals' events again and compare; needs every region, and tells only ids and counts."""
    with scope.enter(SYSTEM):
        report = verify(anchor_file=settings.NUANDONG_ANCHOR_FILE, newest=NEWEST_SEALS)
    findings = [(one, _(TROUBLE_WORDS[one.trouble])) for one in report.findings]
    return render(request, "journal/verified.html", {"report": report, "findings": findings})


def _timeline(related: list[Entry]) -> list[dict[str, object]]:
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "who": one.who,
            "tone": one.tone,
            "url": reverse("event", args=[one.event.id]),
            "belated": one.belated,
        }
        for one in related
    ]
