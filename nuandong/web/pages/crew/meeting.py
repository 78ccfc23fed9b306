"""Somebody met outdoors: the record, and the page on which it comes to its end."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.duty import selectors as duty
from nuandong.files.storing import read, store_photo
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people.kinds import Sex
from nuandong.rescue import selectors_clue, selectors_dispatch, selectors_encounter, selectors_patrol
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.kinds_encounter import AgeBand, Outcome
from nuandong.rescue.lookups import round_of
from nuandong.rescue.states.encounter import EncounterState
from nuandong.supplies import selectors as supplies
from nuandong.web import behalf
from nuandong.web.form_page import form_page
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.clues.history import timeline
from nuandong.web.pages.crew.advising import advice_for
from nuandong.web.pages.crew.afterwards import afterwards
from nuandong.web.pages.crew.endings import endings
from nuandong.web.pages.crew.forms import MeetForm, when
from nuandong.web.paging import uuid_cursor
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.rescue.models import Clue, Encounter, PatrolCheck

WILLING = {"yes": True, "no": False, "": None}


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest) -> HttpResponse:
    """Record one person met; `?clue=`, `?check=` (a look at a key location) or `?round=` says on account of what."""
    clue = selectors_clue.get(asked) if (asked := _asked(request, "clue")) else None
    check = selectors_patrol.check_by_id(asked) if (asked := _asked(request, "check")) else None
    initial = {
        "clue": clue.id if clue else "",
        "check": check.id if check else "",
        "patrol": request.GET.get("round", ""),
    }
    form = MeetForm(request.POST or None, request.FILES or None, initial=initial)
    return form_page(
        request,
        behalf.offer(request, form),
        "rescue.record_encounter",
        lambda data: _recorded(request, data, clue, check).id,
        title=_("登记现场救助"),
        back=reverse("crew"),
        done=_("已登记，请选择怎样处置。"),
        template="crew/meet.html",
        leads_to=lambda made: reverse("encounter", args=[made]),
        crumbs=[(_("我的任务"), reverse("crew"))],
        clue=clue,
        clue_place=showing.place_words(clue) if clue else check.place.name if check else "",
    )


def _recorded(
    request: SignedRequest, data: dict[str, Any], clue: "Clue | None", check: "PatrolCheck | None"
) -> "Encounter":
    now, at = request.now, when(data, request.now)
    patrol = check.round if check else round_of(data["patrol"]) if data["patrol"] else None
    known = clue.region if clue else check.region if check else patrol.region if patrol else None
    by = behalf.actor(request, data, region=known)
    region = known or behalf.home(request, by)
    return record_encounter(
        by=by,
        now=now,
        region=region,
        met=_met(request, region, data, clue, check),
        clue=clue.id if clue else None,
        patrol_round=patrol.id if patrol else None,
        team=_team(by.staff, at or now, clue),
        acted_at=at,
        # The paper that somebody else typed is the paper that a late entry needs.
        sheet_photo=stored_photo(request, region, data["sheet_photo"], "sheet_photo") or by.sheet,
    )


@require_safe
def encounter(request: SignedRequest, encounter_id: UUID) -> HttpResponse:
    """One person met: who, where, what must be told to whom, how it may end."""
    row = one(encounter_id)
    return render(request, "crew/encounter.html", page_of(request, row))


@require_safe
def photo(request: SignedRequest, encounter_id: UUID, file: UUID) -> HttpResponse:
    """A photo of the encounter."""
    if not selectors_encounter.has_photo(one(encounter_id), file):
        raise Http404
    content, mime = read(file)
    response = HttpResponse(content, content_type=mime)
    response["Cache-Control"] = "private, no-store"
    return response


def one(encounter_id: UUID) -> "Encounter":
    """The encounter of an address."""
    found = selectors_encounter.get(encounter_id)
    if found is None:
        raise Http404
    return found


def page_of(request: SignedRequest, row: "Encounter", bound: Any = None) -> dict[str, Any]:
    """The context of the page of one encounter; `bound` is a form of an ending that was refused."""
    actor = request.actor
    may_record = permissions.allows(actor, "rescue.encounter.record", region=row.region)
    reads = showing.reads_words(actor)
    running = row.state == EncounterState.OPEN
    people = org.names_of([row.recorded_by, *([row.confirmed_by] if row.confirmed_by else [])])
    given = supplies.given(encounter=row.id)
    stay = selectors_encounter.stay_after(row) if row.outcome == Outcome.TO_STATION else None
    items = {item.code: item for item in supplies.items()} if given else {}
    return {
        "crumbs": [(_("我的任务"), reverse("crew"))],
        "encounter": row,
        **showing.met_line(row),
        "sex": str(Sex(row.sex).label),
        "age": str(AgeBand(row.age_band).label),
        "willing": {True: _("愿意"), False: _("不愿意"), None: _("没有问或说不清")}[row.willing],
        "place": row.place_text or (row.place.name if row.place else "") or _("地点不详"),
        "note": selectors_encounter.note_of(row) if reads else "",
        "running": running,
        "may_record": may_record,
        "stay": stay if actor.may("rescue.stay.see") else None,
        "recorder": people.get(row.recorded_by, ""),
        "confirmer": people.get(row.confirmed_by, "") if row.confirmed_by else "",
        "to_tell": [
            {"code": code, "title": said(title), "told": told}
            for code, title, told in selectors_encounter.told_or_to_tell(row)
        ],
        "advice": advice_for(row) if running else [],
        "endings": endings(request, row, bound) if running and may_record else [],
        "to_admit": _to_admit(request, row) if stay is None else "",
        "after": afterwards(request, row),
        "visits": list(row.follow_ups.all()),
        "given": [(said(items[code].name) if code in items else code, pieces) for code, pieces in given.items()],
        "photos": [*row.photos, *([row.sheet_photo] if row.sheet_photo else [])],
        "timeline": timeline([row.id], {}, words=reads),
        "key": uuid4,
    }


def _met(
    request: SignedRequest, region: int, data: dict[str, Any], clue: "Clue | None", check: "PatrolCheck | None"
) -> Met:
    """What was typed; what was not is taken from the clue, else from the key location looked at."""
    stored = [stored_photo(request, region, file, "photos") for file in data["photos"]]
    return Met(
        categories=data["categories"],
        sex=data["sex"],
        age_band=data["age_band"],
        willing=WILLING[data["willing"]],
        place=clue.place_id if clue else check.place_id if check else None,
        place_text=data["place_text"] or (clue.place_text if clue else ""),
        at=MeetForm.point(data) or (selectors_dispatch.point_of(clue) if clue else None),
        note=data["note"],
        photos=[photo for photo in stored if photo],
    )


def _to_admit(request: SignedRequest, row: "Encounter") -> str:
    """Where somebody taken to the station is received; empty for everybody else."""
    if row.outcome != Outcome.TO_STATION or not permissions.allows(request.actor, "rescue.stay.admit"):
        return ""
    return f"{reverse('stay-new')}?encounter={row.id}"


def _asked(request: SignedRequest, name: str) -> UUID | None:
    """The id of what the record is on account of, as sent or as in the address."""
    return uuid_cursor(request.POST.get(name) or request.GET.get(name))


def _team(staff: UUID, at: datetime, clue: "Clue | None") -> UUID | None:
    """The recorder's own team, else the one that is out for the clue: the operator types for it."""
    mine = duty.my_team(staff, at)
    if mine is not None:
        return mine.team
    sent = [row for row in selectors_dispatch.dispatches_of(clue.id) if row.on_scene_at] if clue else []
    return sent[0].team_id if sent else None


_PURPOSES = {"photos": "rescue.encounter.photo", "sheet_photo": "rescue.encounter.sheet_photo"}


def stored_photo(request: SignedRequest, region: int, file: "UploadedFile[Any] | None", field: str) -> UUID | None:
    """Keep a picture of an encounter; Invalid stands beside `field`, the name of the form's field."""
    if file is None:
        return None
    try:
        return store_photo(by=request.actor, now=request.now, region=region, data=file.read(), purpose=_PURPOSES[field])
    except Invalid as error:
        error.field = field
        raise
