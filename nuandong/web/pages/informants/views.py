"""The register of informants: list, one of them, a look at a name or number in full."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.errors import DomainError, Invalid
from nuandong.org import permissions
from nuandong.rescue import selectors_informant
from nuandong.rescue.actions.reveal_informant import may_reveal, reveal_informant
from nuandong.rescue.kinds_informant import Shown
from nuandong.rescue.rewarding import standing_in_month
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.browser import BY_SCRIPT
from nuandong.web.form_page import posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.informants import showing
from nuandong.web.pages.people.forms import UnmaskForm
from nuandong.web.pages.stays.showing import timeline, words_of
from nuandong.web.paging import SIZE, page_of, uuid_cursor

CHANGE: Final = "rescue.informant.change"
_LIVING: Final = {"": True, "left": False, "all": None}
_SHOWN: Final = 30


@require_safe
def informants(request: SignedRequest) -> HttpResponse:
    """Who reports for us, by kind of work or by full telephone number: names are sealed, so nobody searches them."""
    asked = request.GET
    kind, phone, state = asked.get("kind", ""), asked.get("phone", "").strip()[:30], asked.get("state", "")
    after = uuid_cursor(asked.get("after"))
    refused = ""
    try:
        rows = selectors_informant.informants(
            request.actor,
            at=request.now,
            living=_LIVING.get(state, True),
            reporter_kind=kind,
            phone=phone,
            after=after,
            limit=SIZE + 1,
        )
    except Invalid as error:
        rows, refused = [], words_of(error)
    page = page_of(rows, key=lambda row: row.id, cursor=after, size=SIZE)
    context = {
        "page": page,
        "lines": showing.informant_lines(page.rows, request.now),
        "kind_box": select_box("kind", [("", _("全部")), *showing.kind_choices()], kind),
        "state_box": select_box("state", [("", _("在任")), ("left", _("已离任")), ("all", _("全部"))], state),
        "phone": phone,
        "refused": refused,
        "filtered": bool(kind or phone or state),
        "may_change": permissions.allows(request.actor, CHANGE),
    }
    return render(request, "informants/list.html", context, status=STATUS_REFUSED if refused else 200)


@require_safe
def informant(request: SignedRequest, informant_id: UUID) -> HttpResponse:
    """One informant with his clues and rewards."""
    row = selectors_informant.informant(informant_id, by=request.actor)
    sees_clues = permissions.allows(request.actor, "rescue.clue.see")
    lives = showing.lives(row, request.now)
    context = {
        "line": showing.informant_lines([row], request.now)[0],
        "row": row,
        "eyes": may_reveal(request.actor, row),
        "may_change": lives and permissions.allows(request.actor, CHANGE, region=row.region),
        "clues": showing.clue_lines(selectors_informant.clues_of(row.id, limit=_SHOWN)) if sees_clues else [],
        "rewards": showing.reward_lines(selectors_informant.rewards_of(informant=row.id, limit=_SHOWN)),
        "month_fen": standing_in_month(row, request.now),
        "ceilings": showing.ceilings(),
        "timeline": timeline([row.id], request.actor),
        "crumbs": [(_("信息员"), reverse("informants"))],
    }
    return render(request, "informants/informant.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: SignedRequest, informant_id: UUID, field: str) -> HttpResponse:
    """The name or number in full. Every look is an act of its own: no command key, a second press is a second look."""
    row = selectors_informant.informant(informant_id, by=request.actor)
    if field not in Shown.values:
        raise Http404
    shown = Shown(field)
    form = UnmaskForm(posted(request))
    text = ""
    if request.method == "POST" and form.is_valid():
        try:
            text = reveal_informant(
                by=request.actor, now=request.now, informant=row.id, shown=shown, reason=form.words()
            )
        except DomainError as error:
            # The dialog of the page reads the words of the error page; without scripts the form is shown again.
            if BY_SCRIPT in request.headers:
                raise
            form.refuse(error)
    if text and BY_SCRIPT in request.headers:
        return JsonResponse({"value": text})
    context = {
        "form": form,
        "card": {"name": row.name_masked},
        "label": shown.label,
        "value": text,
        "back": showing.url_of(row.id),
    }
    return render(request, "people/unmask.html", context, status=STATUS_REFUSED if form.errors else 200)
