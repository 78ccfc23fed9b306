"""The page of one stay: who, where, what is due, what was done, how it may end."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nuandong.files.storing import read
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import selectors_stay
from nuandong.rescue.kinds_stay import BroughtBy, Care, Cause, Identity, Security
from nuandong.rescue.policies import door
from nuandong.rescue.policies import kin as kin_policies
from nuandong.rescue.policies import stay as policies
from nuandong.rescue.reference_station import exits, forms, station
from nuandong.rescue.selectors_stay import Detail
from nuandong.rescue.states.notice import LIVE, NoticeState
from nuandong.rescue.states.stay import StayState
from nuandong.web.form_page import why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import cases, showing
from nuandong.web.wording import said

QUICK: Final = (
    (Care.MEAL, "tools-kitchen-2"),
    (Care.BATH, "droplet"),
    (Care.CLOTHES, "shirt"),
    (Care.CALL, "phone"),
    (Care.INSPECTION, "eye"),
)
"""Kinds of care that need no words: one press."""
TOLD: Final = ((Care.HEALTH, "stethoscope"), (Care.MEDICINE, "medical-cross"), (Care.OBSERVATION, "notes"))
_CARE_ICONS: Final = {kind.value: icon for kind, icon in (*QUICK, *TOLD)}


@require_safe
def stay(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Everything about one stay."""
    found = selectors_stay.detail(stay_id, by=request.actor, now=request.now)
    row = found.stay
    tone, state = showing.state_badge(row)
    about = [row.id, *(one.id for one in found.hospital_cases)]
    context = {
        "found": found,
        "stay": row,
        "person": found.person,
        "title": showing.name_of(row, found.person),
        "state": state,
        "tone": tone,
        "looks": showing.looks(row),
        "flags": showing.flag_words(row),
        "steps": showing.steps(row, has_bed=found.bed_use is not None),
        "arriving": row.registered_at is None and row.left_at is None,
        "warnings": [_(one) for one in found.warnings],
        "not_eligible": row.left_at is None and row.encounter is not None and row.encounter.review_eligible is False,
        "sheet_missing": door.sheet_missing(row),
        "facts": _facts(found),
        "identity": Identity(row.identity).label,
        "identity_tone": showing.IDENTITY_TONES[Identity(row.identity)],
        "clocks": showing.clock_items(found.clocks, row.id),
        "plan_clocks": showing.plan_items(row.id, request.actor, request.now),
        "care": _care(found),
        "quick": [(kind.value, kind.label, icon) for kind, icon in QUICK],
        "told": [(kind.value, kind.label, icon) for kind, icon in TOLD],
        "cases": cases.lines(found.hospital_cases, request.actor),
        "requests": showing.request_lines(found.leave_requests),
        "notice": _notice(found),
        "exit": said(exits()[row.exit].title) if row.exit else "",
        "adult_at": station().leaving.adult_at,
        "papers": [(code, said(form.title)) for code, form in forms().items()],
        "may": _may(request, found),
        "why": _why(found),
        "timeline": showing.timeline(about, request.actor),
        "key": uuid4,
        "crumbs": [(_("救助站"), reverse("stays"))],
    }
    return render(request, "stays/stay.html", context)


def _facts(found: Detail) -> list[tuple[str, Any]]:
    row = found.stay
    names = org.names_of([one for one in (row.security_by, row.registered_by) if one])
    brought = " ".join(filter(None, (str(BroughtBy(row.brought_by).label), row.brought_unit)))
    facts: list[tuple[str, Any]] = [(_("救助站"), row.station.name), (_("来站方式"), brought)]
    if row.security:
        checked = str(Security(row.security).label)
        facts.append((_("安全检查"), f"{checked} · {names.get(row.security_by, '')}" if row.security_by else checked))
    if row.cause:
        facts.append((_("求助原因"), Cause(row.cause).label))
    if row.registered_by:
        facts.append((_("登记人"), names.get(row.registered_by, "")))
    return facts


def _care(found: Detail) -> list[dict[str, Any]]:
    names = org.names_of([one.given_by for one in found.care])
    return [
        {
            "at": one.at,
            "title": Care(one.kind).label,
            "note": one.text,
            "who": names.get(one.given_by, ""),
            "icon": _CARE_ICONS.get(one.kind, "point"),
        }
        for one in found.care
    ]


def _notice(found: Detail) -> dict[str, Any] | None:
    live = next((one for one in found.notices if one.state in LIVE), None) or next(iter(found.notices), None)
    if live is None:
        return None
    state = NoticeState(live.state)
    tones = {NoticeState.PUBLISHED: "ok", NoticeState.HELD: "soon", NoticeState.DRAFT: "info"}
    return {"row": live, "state": state.label, "tone": tones.get(state, "mute")}


def _may(request: SignedRequest, found: Detail) -> dict[str, bool]:
    """Which parts of the page have buttons at all."""

    def allowed(permission: str) -> bool:
        return permissions.allows(request.actor, permission, region=found.stay.region)

    here = found.stay.left_at is None
    return {
        "admit": here and allowed("rescue.stay.admit"),
        "register": here and allowed("rescue.stay.register"),
        "care": here and allowed("rescue.stay.care"),
        "give_back": allowed("rescue.stay.care"),
        "bed": here and allowed("rescue.stay.assign_bed"),
        "leave": here and allowed("rescue.stay.discharge"),
        "decide": here and allowed("rescue.stay.decide_leave"),
        "notice": here and allowed("rescue.kin.publish"),
        "see_notice": allowed("rescue.kin.see"),
    }


def _why(found: Detail) -> dict[str, str]:
    """Why what is shown in grey cannot be done."""
    row = found.stay

    def move(act: str) -> Callable[[], object]:
        return lambda: policies.check_move(row, act)

    return {
        "admit": why_not(move("admit")),
        "register": why_not(move("register")),
        "hospital": why_not(move("enter_hospital")),
        "absence": why_not(move("report_absence")),
        "come_back": why_not(move("come_back")),
        "care": why_not(lambda: policies.check_cared_for(row)),
        "notice": why_not(lambda: kin_policies.check_sought(row)),
        "absent": "" if row.state == StayState.ABSENT else "-",
    }


@never_cache
@require_GET
def photo(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The photo of the person, for those who may see the stay."""
    row = selectors_stay.detail(stay_id, by=request.actor, now=request.now).stay
    if row.photo is None:
        raise NotFound("rescue.no_photo", gettext_noop("没有照片。"), gettext_noop("请在安全检查时拍照。"))
    data, mime = read(row.photo)
    return HttpResponse(data, content_type=mime)
