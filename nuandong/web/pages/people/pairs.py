"""Records that may be of one person: the queue, one pair side by side, deciding, taking a decision back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions
from nuandong.people import selectors
from nuandong.people.actions.decide_pair import decide_pair
from nuandong.people.actions.reopen_pair import reopen_pair
from nuandong.people.kinds import PairState
from nuandong.people.pair_rules import DECIDE, UNDECIDED, check_decide, check_reopen
from nuandong.people.selectors import AfterPair, Wanted
from nuandong.web.form_page import form_page, posted, select_box, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import pair_lines
from nuandong.web.pages.people.forms import PairForm, ReopenForm
from nuandong.web.paging import SIZE, page_of
from nuandong.web.regions import code_of, region_choices
from nuandong.web.wording import refusal

_ANY = "any"


@require_safe
def pairs(request: SignedRequest) -> HttpResponse:
    """The pairs of the scope, the likeliest first; those that wait unless another state is asked for."""
    by, on, query = request.actor, local_date(request.now), request.GET
    state = query.get("state", PairState.OPEN)
    state = state if state in {*PairState.values, _ANY} else PairState.OPEN
    likely, words, after = query.get("likely", ""), query.get("q", "").strip(), AfterPair.parse(query.get("after"))
    refused, persons = "", None
    try:
        persons = frozenset(one.card.id for one in selectors.search(words, by=by).people) if words else None
    except Invalid as error:
        refused, persons = refusal(error), frozenset()
    wanted = Wanted(
        state="" if state == _ANY else state,
        sure={"sure": True, "doubtful": False}.get(likely),
        region=code_of(query.get("region")),
        persons=persons,
    )
    found = selectors.pairs(by=by, wanted=wanted, limit=SIZE + 1, after=after)
    page = page_of(found, key=lambda one: AfterPair(one.probability, one.id), cursor=after)
    counts = selectors.pair_counts(by=by)
    states = [(one.value, f"{one.label} ({counts[one]})") for one in PairState]
    likelihoods = [("", _("全部")), ("sure", _("很可能")), ("doubtful", _("存疑"))]
    context = {
        "page": page,
        "lines": pair_lines.lines(page.rows, by=by, on=on),
        "refused": refused,
        "words": words,
        "state_box": select_box("state", [*states, (_ANY, _("全部"))], state),
        "likely_box": select_box("likely", likelihoods, likely),
        "region": query.get("region", ""),
        "regions": region_choices(by, on, blank=_("全部"), whole=True),
        "filtered": wanted != Wanted(state=PairState.OPEN),
    }
    return render(request, "people/pairs.html", context)


@require_http_methods(["GET", "POST"])
def pair(request: SignedRequest, pair: UUID) -> HttpResponse:
    """Both records side by side, what speaks for and against; the decision below."""
    by, on = request.actor, local_date(request.now)
    row = selectors.pair(pair, by=by)

    def do(data: dict[str, Any]) -> UUID:
        return decide_pair(by=by, now=request.now, pair=row.id, decision=data["decision"], reason=data["reason"]).id

    sides = [pair_lines.side(person, by=by, on=on) for person in (row.person_a_id, row.person_b_id)]
    left, right = sides
    line = pair_lines.lines([row], by=by, on=on)[0]
    return form_page(
        request,
        PairForm(posted(request)),
        "people.decide_pair",
        do,
        title=_("是不是同一个人？"),
        back=reverse("people-pairs"),
        leads_to=lambda made: reverse("people-pair", args=[made]),
        done=_("结论已记下。"),
        template="people/pair.html",
        row=row,
        line=line,
        sides=[side for side in sides if side is not None],
        fields=pair_lines.rows(row, left, right, by=by) if left and right else [],
        may_decide=permissions.allows(by, DECIDE, region=row.region),
        undecided=row.state in UNDECIDED,
        why_not=why_not(lambda: check_decide(row, by)),
        may_reopen=not why_not(lambda: check_reopen(row, by)),
        decider=pair_lines.decided(row),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: SignedRequest, pair: UUID) -> HttpResponse:
    """Take the decision back: the pair waits again."""
    by = request.actor
    row = selectors.pair(pair, by=by)
    permissions.check(by, DECIDE, region=row.region)
    line = pair_lines.lines([row], by=by, on=local_date(request.now))[0]
    back = reverse("people-pair", args=[row.id])

    def do(data: dict[str, Any]) -> UUID:
        return reopen_pair(by=by, now=request.now, pair=row.id, reason=data["reason"]).id

    names = [side.card.name for side in (line.left, line.right) if side is not None]
    return form_page(
        request,
        ReopenForm(posted(request)),
        "people.reopen_pair",
        do,
        title=_("撤销结论"),
        lead=_("撤销后回到待核对；认定为同一人的，两份档案不再互相关联。"),
        back=back,
        done=_("已撤销，回到待核对。"),
        submit=_("撤销结论"),
        icon="arrow-back-up",
        facts=[(_("人员"), " · ".join(names)), (_("结论"), line.state)],
        crumbs=[*_crumbs(), (_("核对"), back)],
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("人员与家庭"), reverse("people")), (_("疑似重复"), reverse("people-pairs"))]
