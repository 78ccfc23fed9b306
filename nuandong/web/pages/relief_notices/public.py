"""The public face of a notice: masked, not for search engines, closed when its days are over; and objecting to it."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo.codes import span
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.relief import noticing, selectors_noticing
from nuandong.relief.actions.file_objection import file_objection
from nuandong.relief.steps import ObjectionState
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import Request
from nuandong.web.knocking import too_often
from nuandong.web.pages.relief_notices import showing
from nuandong.web.pages.relief_notices.forms import ObjectForm, TrackForm

if TYPE_CHECKING:
    from nuandong.relief.models import Notice, NoticeLine

OBJECTIONS: Final = 6
QUESTIONS: Final = 30
STATUS_GONE, STATUS_TOO_OFTEN = 410, 429
_STRANGER: Final = UUID(int=1)


@never_cache
@require_safe
def notice(request: Request, token: str) -> HttpResponse:
    """What hangs today; 410 with words once nobody does."""
    with scope.enter(SYSTEM):
        row, lines = _hanging(token, request)
        return _shown(request, row, lines) if lines else _closed(request, row)


def _shown(request: Request, row: "Notice", lines: list["NoticeLine"]) -> HttpResponse:
    today = local_date(request.now)
    context = {
        "notice": row,
        "line": showing.line(row, showing.names([row], today), today),
        "heads": showing.heads(row),
        "rows": showing.table(row, lines),
    }
    return unlisted(render(request, "relief_notices/public.html", context))


@never_cache
@require_http_methods(["GET", "POST"])
def file(request: Request, token: str) -> HttpResponse:
    """Somebody objects to a household; the tracking code is shown once, in the answer to the press itself."""
    with scope.enter(SYSTEM):
        row, lines = _hanging(token, request)
    if not lines:
        return _closed(request, row)
    choices = [(str(one.id), f"{one.place}. {one.head_masked}") for one in lines]
    asked = request.GET.get("line", "")
    form = ObjectForm(request.POST or None, initial={"line": asked}, lines=choices)
    status = STATUS_REFUSED if form.is_bound else 200
    if request.method == "POST":
        if too_often(request, "objection", limit=OBJECTIONS, now=request.now):
            status = STATUS_TOO_OFTEN
        elif code := _filed(request, form, row):
            return unlisted(render(request, "relief_notices/filed.html", {"code": code, "notice": row}))
    context = {"form": form, "notice": row, "too_often": status == STATUS_TOO_OFTEN}
    return unlisted(render(request, "relief_notices/object.html", context, status=status))


def _filed(request: Request, form: ObjectForm, row: "Notice") -> str:
    """The tracking code of the objection kept; empty when it was refused. The same press gives the same code."""
    by = Actor(
        staff=_STRANGER,
        typist=_STRANGER,
        unit=_STRANGER,
        region=row.region,
        spans=(span(row.region),),
        permissions=frozenset(),
    )

    def do(data: dict[str, Any]) -> UUID:
        made = file_objection(
            by=by,
            now=request.now,
            line=UUID(data["line"]),
            words=data["words"],
            contact=data["contact"],
            code=noticing.code_for(form.key),
            counter=False,
        )
        return made.id

    with scope.enter(by):
        return noticing.code_for(form.key) if attempt(request, form, "public.objection", do, by=by) else ""


@never_cache
@require_safe
def track(request: Request) -> HttpResponse:
    """What became of an objection, for whoever has its code."""
    asked = request.GET.get("code", "").strip()
    form = TrackForm(request.GET if asked else None)
    status, found = 200, None
    if asked:
        if too_often(request, "objection-track", limit=QUESTIONS, now=request.now):
            form.add_error(None, _("查询太频繁，请过十分钟再试。"))
            status = STATUS_TOO_OFTEN
        elif form.is_valid() and (found := _tracked(asked)) is None:
            form.add_error("code", _("没有这个查询码，请核对后重试。"))
        status = STATUS_REFUSED if form.errors and status == 200 else status
    return unlisted(render(request, "relief_notices/track.html", {"form": form, "found": found}, status=status))


def _tracked(code: str) -> dict[str, Any] | None:
    with scope.enter(SYSTEM):
        row = selectors_noticing.tracked(code)
        if row is None:
            return None
        state = ObjectionState(row.state)
        return {
            "title": row.notice.title,
            "state": str(state.label),
            "tone": showing.OBJECTION_TONES[state],
            "filed_at": row.filed_at,
            "answered_at": row.answered_at,
            "answer": selectors_noticing.words_of(row)[1],
            "phone": row.notice.phone,
        }


def _hanging(token: str, request: Request) -> tuple["Notice", list["NoticeLine"]]:
    row = selectors_noticing.public_notice(token)
    if row is None:
        raise Http404
    return row, selectors_noticing.hanging(row, local_date(request.now))


def _closed(request: Request, row: "Notice") -> HttpResponse:
    return unlisted(render(request, "relief_notices/closed.html", {"phone": row.phone}, status=STATUS_GONE))


def unlisted(response: HttpResponse) -> HttpResponse:
    """Not for search engines, nor for their caches."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response
