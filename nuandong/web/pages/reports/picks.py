"""Picking single events and figures for a report, and the numbered lines they make."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo.codes import contains
from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.reports import keeping, picking, selectors
from nuandong.reports.actions.pick_points import pick_points
from nuandong.reports.behind import taken_back
from nuandong.reports.content import Content, Line
from nuandong.reports.library import all_definitions, definition_of
from nuandong.reports.papers import composing
from nuandong.reports.rhythm import Term
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal.presenting import day, title_of
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices

_DAY: Final = timedelta(days=1)


class PickForm(PageForm):
    """The boxes that were ticked, and all that were shown: what was not shown stays as it was."""

    points = forms.MultipleChoiceField(required=False)
    shown = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("points", "shown"):
            # The rules say what may be picked, with a sentence of their own.
            self.fields[name].choices = [(one, one) for one in data.getlist(name)] if data else []  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def pick(request: SignedRequest, report_id: UUID) -> HttpResponse:
    """What happened in the period and what was counted, to be ticked."""
    row = selectors.report(report_id, by=request.actor)
    picked = definition_of(row.report).definition.picked
    if picked is None:
        # The address was typed: there is nothing to pick here, but the report can be read.
        return redirect("report-view", row.id)
    content, term = keeping.content_of(row), keeping.term_of(row)
    before = picking.read(keeping.texts_of(row).get(picked.code, ""))
    form = PickForm(posted(request))
    figures = picking.figures({line.code: (sheet, line) for sheet, line in content.lines()})

    def do(data: dict[str, Any]) -> UUID:
        still = picking.standing(picked, picking.ids(before), region=row.region, term=term)
        kept = _kept(before, {f"{picking.EVENT}{event.id}" for event in still} | figures.keys(), data["shown"])
        return pick_points(by=request.actor, now=request.now, report=row.id, picks=[*kept, *data["points"]]).id

    chosen = set(request.POST.getlist("points")) if form.is_bound else set(before)
    region = _region(request, row.region)
    kinds = [kind] if (kind := request.GET.get("kind", "")) else []
    cursor = uuid_cursor(request.GET.get("before"))
    asked = _days(request, term)
    events = picking.candidates(picked, region=region, term=asked, kinds=kinds, before=cursor, limit=SIZE + 1)
    page = page_of(events, key=lambda event: event.id, cursor=cursor)
    shown, gone = {event.id for event in page.rows}, taken_back(page.rows)
    mine = picking.standing(
        picked, [one for one in picking.ids(before) if one not in shown], region=row.region, term=term
    )
    return form_page(
        request,
        form,
        "reports.pick_points",
        do,
        title=_("挑选%(title)s") % {"title": picked.title},
        lead=f"{content.place} · {composing.term_words(content.first, content.last)}",
        back=reverse("report-view", args=[row.id]),
        done=_("已保存。"),
        submit=_("保存"),
        template="reports/picks.html",
        crumbs=[(_("报表"), reverse("reports")), (content.title, reverse("report-view", args=[row.id]))],
        mine=_event_lines(mine, row.region, chosen),
        events=_event_lines([event for event in page.rows if event.id not in gone], row.region, chosen),
        figures=_figure_lines(figures, chosen),
        page=page,
        kind_box=select_box("kind", [("", _("全部")), *((one, title_of(one)) for one in picked.kinds)], kind),
        region_box=_region_box(request, region, row.region),
        days=(asked.first.isoformat(), asked.last.isoformat()),
        clear=request.path if request.GET else "",
        most=picking.MOST,
    )


def _kept(before: Sequence[str], stands: Collection[str], shown: Collection[str]) -> list[str]:
    """What was picked and not on the page. What was taken back since, or is counted no more, goes out without a word:
    it cannot be unticked."""
    return [one for one in before if one in stands and one not in shown]


def _region(request: SignedRequest, whole: int) -> int:
    """The division whose events are asked for: one inside the report's that one may see, else all of it."""
    region = code_of(request.GET.get("region"))
    within = region is not None and contains(whole, region) and request.actor.sees(region)
    return region if region is not None and within else whole


def _region_box(request: SignedRequest, region: int, whole: int) -> Any:
    boxes = region_choices(request.actor, local_date(request.now), blank=_("全部"), whole=True)
    return select_box("region", boxes, str(region) if region != whole else "")


def _figure_lines(figures: Mapping[str, tuple[Line, str, str]], chosen: Collection[str]) -> list[dict[str, Any]]:
    return [{"key": key, "words": picking.figure_words(*one), "ticked": key in chosen} for key, one in figures.items()]


def passages(request: SignedRequest, content: Content, report: UUID, *, pickable: bool = False) -> list[dict[str, Any]]:
    """The words of a report; points open to their event or figure where this person may see it."""
    may_events = permissions.allows(request.actor, "journal.see")
    may_figures = permissions.allows(request.actor, selectors.SEE, region=content.region)
    wanted = [point.event for one in content.passages for point in one.points if point.event]
    seen = {event.id for event in journal.events(wanted)} if wanted and may_events else set()
    stored = all_definitions().get(content.report)
    picked = stored.definition.picked if stored else None

    def url(event: UUID | None, row: str, column: str) -> str:
        if event is not None:
            return reverse("event", args=[event]) if event in seen else ""
        return reverse("report-figure", args=[report, row, column]) if may_figures else ""

    return [
        {
            "code": one.code,
            "title": one.title,
            "text": one.text,
            "points": [
                {"words": point.words, "url": url(point.event, point.row, point.column)} for point in one.points
            ],
            "pick": reverse("report-picks", args=[report]) if pickable and picked and picked.code == one.code else "",
        }
        for one in content.passages
    ]


def _event_lines(events: list[Any], region: int, chosen: set[str]) -> list[dict[str, Any]]:
    lines = []
    for event, words in picking.worded(events, region=region):
        key = f"{picking.EVENT}{event.id}"
        lines.append({"key": key, "words": words, "ticked": key in chosen})
    return lines


def _days(request: SignedRequest, term: Term) -> Term:
    """The days that are asked for, within the period."""
    first = day(request.GET.get("since", "")) or term.first
    last = day(request.GET.get("until", "")) or term.last
    first, last = max(first, term.first), min(last, term.last)
    return Term(first, last) if first <= last else term
