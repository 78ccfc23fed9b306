"""The way in, a step at a time: at the door, security check, bed, registration. Each step is kept on its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo.places import place_by_id
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.people import selectors as people
from nuandong.people.actions.register_person import register_person
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.rescue import bed_uses
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.arrive_at_station import Brought, arrive_at_station
from nuandong.rescue.actions.register_stay import register_stay
from nuandong.rescue.kinds_stay import BroughtBy
from nuandong.rescue.lookups_station import encounter_of, stay_of
from nuandong.web import wording
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import forms, showing
from nuandong.web.paging import uuid_cursor
from nuandong.web.taking_over import taken

if TYPE_CHECKING:
    from nuandong.rescue.models import Stay

STEP: Final = "stays/step.html"
PURPOSE: Final = "rescue.stay"


@require_http_methods(["GET", "POST"])
def arrive(request: SignedRequest) -> HttpResponse:
    """Somebody at the door: `?person=` somebody on record, `?encounter=` met outdoors before."""
    actor, now = request.actor, request.now
    met = encounter_of(asked) if (asked := uuid_cursor(request.GET.get("encounter"))) else None
    known = uuid_cursor(request.GET.get("person")) or (met.person_id if met else None)
    card = people.card(known, by=actor) if known else None
    kind = forms.KnownArriveForm if card else forms.ArriveForm
    stations = showing.stations(actor)
    seen = {"sex": met.sex, "brought_by": BroughtBy.PATROL} if met else {}
    form = kind(posted(request), uploads(request), choices={"station": stations}, initial=seen)

    def do(data: dict[str, Any]) -> UUID:
        region = place_by_id(data["station"]).region
        photo = stored(request, data["photo"], region=region, purpose=PURPOSE)
        sheet = stored(request, data["handover_sheet"], region=region, purpose=PURPOSE)
        return arrive_at_station(
            by=actor,
            now=now,
            station=data["station"],
            person=known or _somebody(request, data, region),
            brought=Brought(
                by=data["brought_by"], unit=data["brought_unit"], sheet=sheet, sheet_later=data["sheet_later"]
            ),
            encounter=asked,
            photo=photo,
            age=data["age"],
            flags=data["flags"],
            papers_checked=data["papers_checked"],
            acted_at=data["acted_at"],
        ).id

    lead = _("先有临时编号和照片就能安排床位、吃饭、看病，其余以后补。") if stations else _("还没有登记救助站。")
    return form_page(
        request,
        form,
        "rescue.arrive_at_station",
        do,
        title=_("接收入站"),
        lead=lead,
        back=_way_back(None, actor),
        done=_("已登记到站，请进行安全检查。"),
        leads_to=lambda stay: reverse("stay-admit", args=[stay]),
        submit=_("下一步：安全检查"),
        icon="chevron-right",
        template=STEP,
        draft="stay-arrive",
        facts=[(_("姓名"), card.name)] if card else None,
        steps=showing.steps(None, has_bed=False),
        crumbs=_crumbs(None, actor),
    )


def _somebody(request: SignedRequest, data: dict[str, Any], region: int) -> UUID:
    """The record of somebody new: by name, or under a temporary number."""
    year = None if data["age"] is None else local_date(request.now).year - data["age"]
    details = Details(name=data["name"].strip(), sex=data["sex"], birth_year=year)
    if details.name:
        return register_person(by=request.actor, now=request.now, region=region, details=details).id
    return register_unknown_person(by=request.actor, now=request.now, region=region, details=details).id


@require_http_methods(["GET", "POST"])
def security(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The security check, and in."""
    row = stay_of(stay_id)
    officers = showing.colleagues(request.actor, request.now)
    form = forms.AdmitForm(
        posted(request),
        uploads(request),
        choices={"officer": officers},
        initial={"officer": str(request.actor.staff)},
    )

    def do(data: dict[str, Any]) -> UUID:
        check = Check(
            result=data["result"],
            officer=data["officer"],
            articles=data["articles"],
            medically_cleared=data["medically_cleared"],
        )
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        return admit(
            by=request.actor, now=request.now, stay=stay_id, check=check, photo=photo, acted_at=data["acted_at"]
        ).id

    return step(
        request,
        row,
        form,
        "admit",
        do,
        title=_("安全检查"),
        done=_("安全检查已登记。"),
        leads_to=lambda stay: _after_check(stay, request.actor),
        submit=_("下一步：床位") if _sees(request.actor) else _("登记"),
        icon="chevron-right" if _sees(request.actor) else "check",
    )


def _after_check(stay: UUID, by: Actor) -> str:
    """To the bed for whoever is in; whoever refused stays at the door. A crew goes back to its own work."""
    if stay_of(stay).entered_at and by.may("rescue.stay.assign_bed"):
        return reverse("stay-bed", args=[stay])
    return reverse("stay", args=[stay]) if _sees(by) else _way_back(None, by)


def _sees(by: Actor) -> bool:
    return by.may("rescue.stay.see")


def _way_back(row: "Stay | None", by: Actor) -> str:
    """Where an act of the way in was come from: the stay or the list, for a crew its jobs."""
    if not _sees(by):
        return reverse("crew") if by.may("rescue.dispatch.report") else reverse("home")
    return reverse("stay", args=[row.id]) if row else reverse("stays")


@require_http_methods(["GET", "POST"])
def register(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The 求助登记表; what is typed stays in the browser until it is sent."""
    row = stay_of(stay_id)
    over = taken(request, about=row.id)
    form = forms.RegisterForm(posted(request), initial=over.form())

    def do(data: dict[str, Any]) -> UUID:
        return register_stay(
            by=request.actor,
            now=request.now,
            stay=stay_id,
            cause=data["cause"],
            answers=forms.RegisterForm.answers(data),
            on_dibao=data["on_dibao"],
            acted_at=data["acted_at"],
        ).id

    return step(
        request,
        row,
        form,
        "register_stay",
        do,
        title=_("求助登记表"),
        done=_("登记表已保存。"),
        # What the browser kept would stand in place of what is taken over.
        draft="" if over.back else f"stay-register-{row.id}",
        leads_to=lambda _made: over.settle(request) or _way_back(row, request.actor),
        lead=_("问不到的留空；身份不明的也要登记。"),
    )


def step(
    request: SignedRequest,
    row: "Stay",
    form: Any,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """The page of one step on the way in, with where it stands."""
    context.setdefault("leads_to", lambda stay: _way_back(row, request.actor))
    facts = [(_("编号"), row.number), (_("性别和年龄"), showing.looks(row))]
    if flags := showing.flag_words(row):
        facts.append((_("需注意情况"), wording.listing(flags)))
    return form_page(
        request,
        form,
        f"rescue.{name}",
        do,
        title=title,
        back=_way_back(row, request.actor),
        done=done,
        template=context.pop("template", STEP),
        facts=facts,
        steps=showing.steps(row, has_bed=bed_uses.current_use(row.id) is not None),
        crumbs=_crumbs(row, request.actor),
        **context,
    )


def _crumbs(row: "Stay | None", by: Actor) -> list[tuple[str, str]]:
    if not _sees(by):
        return [(_("我的任务"), _way_back(None, by))]
    crumbs = [(_("救助站"), reverse("stays"))]
    return [*crumbs, (row.number, reverse("stay", args=[row.id]))] if row else crumbs
