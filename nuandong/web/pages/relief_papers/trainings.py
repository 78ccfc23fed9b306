"""Training of surveyors: sessions with who was there, what was missed and made up, and who surveys without it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief import selectors_season
from nuandong.relief import training as selectors
from nuandong.relief.actions.hold_training import hold_training, make_up
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_papers.forms import MadeUpForm, TrainingForm
from nuandong.web.paging import uuid_cursor
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.relief.models import Training


@require_safe
def trainings(request: SignedRequest) -> HttpResponse:
    """The sessions of a season, and who went to households without one."""
    seasons = list(selectors_season.seasons_of(request.actor)[:20])
    chosen = uuid_cursor(request.GET.get("season"))
    of = next((one for one in seasons if one.id == chosen), seasons[0] if seasons else None)
    if of is None:
        return render(request, "relief_papers/trainings.html", {"of": None})
    rows = selectors.trainings(request.actor, of)
    missing = selectors.untrained(request.actor, of)
    who = org.names_of([one.staff for one in missing])
    context = {
        "of": of,
        "title": title_of(of),
        "season_box": select_box("season", [(str(one.id), title_of(one)) for one in seasons], str(of.id)),
        "lines": [(row, place) for row, place in zip(rows, _places(request, rows), strict=True)],
        "missing": [(one, who.get(one.staff, "")) for one in missing],
        "may_record": of.closed_at is None and permissions.allows(request.actor, selectors.RECORD),
    }
    return render(request, "relief_papers/trainings.html", context)


@require_safe
def training(request: SignedRequest, training_id: UUID) -> HttpResponse:
    """One session with its people."""
    row = selectors.training_of(training_id, by=request.actor)
    context = _context(request, row) | {"crumbs": [(_("摸排培训"), reverse("relief-trainings"))]}
    return render(request, "relief_papers/training.html", context)


@require_safe
def sheet(request: SignedRequest, training_id: UUID) -> HttpResponse:
    """The attendance sheet to sign."""
    row = selectors.training_of(training_id, by=request.actor)
    return render(request, "relief_papers/training_sheet.html", _context(request, row))


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Write a session down."""
    of = selectors_season.season(season_id, by=request.actor)
    known = selectors.surveyors(request.actor.region, request.now)
    form = TrainingForm(
        posted(request),
        initial={"held_on": local_date(request.now), "region": request.actor.region},
        regions=region_choices(request.actor, local_date(request.now), whole=True),
        people=[(str(staff), name) for staff, (name, _region) in known.items()],
    )

    def do(data: dict[str, Any]) -> UUID:
        data |= {name: [UUID(one) for one in data[name]] for name in ("present", "absent")}
        return hold_training(by=request.actor, now=request.now, season=of.id, **data).id

    return form_page(
        request,
        form,
        "relief.hold_training",
        do,
        title=_("登记摸排培训"),
        lead=_("入户摸排以前，先培训包村干部和村干部。"),
        submit=_("登记"),
        back=f"{reverse('relief-trainings')}?season={of.id}",
        leads_to=lambda made: reverse("relief-training", args=[made]),
        facts=[(_("年度"), title_of(of))],
        crumbs=[(_("摸排培训"), reverse("relief-trainings"))],
        done=_("已登记，请打印签到表签字。"),
    )


@require_http_methods(["GET", "POST"])
def made_up(request: SignedRequest, trainee_id: UUID) -> HttpResponse:
    """Somebody who missed it was trained later."""
    row = selectors.trainee_of(trainee_id, by=request.actor)
    name = org.names_of([row.staff]).get(row.staff, "")
    back = reverse("relief-training", args=[row.training_id])
    return form_page(
        request,
        MadeUpForm(posted(request), initial={"on": local_date(request.now)}),
        "relief.make_up_training",
        lambda data: make_up(by=request.actor, now=request.now, trainee=row.id, on=data["on"]).id,
        title=_("登记补训"),
        submit=_("登记补训"),
        back=back,
        facts=[(_("姓名"), name), (_("培训"), f"{row.training.held_on:%Y-%m-%d}")],
        crumbs=[(_("摸排培训"), reverse("relief-trainings"))],
    )


def _context(request: SignedRequest, row: "Training") -> dict[str, Any]:
    people = list(row.trainees.order_by("-present", "id"))
    names = org.names_of([one.staff for one in people])
    return {
        "row": row,
        "place": _places(request, [row])[0],
        "season": title_of(row.season),
        "people": [(one, names.get(one.staff, "")) for one in people],
        "may_record": permissions.allows(request.actor, selectors.RECORD, region=row.region),
    }


def _places(request: SignedRequest, rows: "list[Training]") -> list[str]:
    if not rows:
        return []
    found = geo.name_paths({one.region for one in rows}, local_date(request.now), top=Level.COUNTY)
    return [found.get(one.region, str(one.region)).replace("/", "") for one in rows]
