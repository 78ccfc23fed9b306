"""Acts on a clue: supplementing, merging, ending, reopening, handing over to another county and back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.duty import selectors as duty
from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.rescue import selectors_clue
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.hand_over_clue import hand_over_clue
from nuandong.rescue.actions.merge_clue import merge_clue
from nuandong.rescue.actions.reopen_clue import reopen_clue
from nuandong.rescue.actions.return_clue import return_clue
from nuandong.rescue.actions.supplement_clue import supplement_clue
from nuandong.rescue.actions.take_on_clue import take_on_clue
from nuandong.rescue.kinds import Closing
from nuandong.web.fields import uploads
from nuandong.web.form_page import Do, form_page
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import desk, forms, showing
from nuandong.web.pages.clues.recordings import stored
from nuandong.web.regions import region_choices


def act_page(
    request: SignedRequest, clue: UUID, form: PageForm, name: str, do: Do, *, title: str, done: str, **context: Any
) -> HttpResponse:
    """The page of one act on a clue; it leads back to the page of the clue."""
    row = selectors_clue.get(clue)
    facts = [(_("线索"), row.number), (_("地点"), showing.place_words(row))]
    return form_page(
        request,
        form,
        f"rescue.{name}",
        do,
        title=title,
        back=showing.url_of(clue),
        done=done,
        facts=facts,
        crumbs=[(_("线索受理"), reverse("clues")), (row.number, showing.url_of(clue))],
        **context,
    )


@require_http_methods(["GET", "POST"])
def supplement(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """What the caller or somebody else says later."""

    def do(data: dict[str, Any]) -> UUID:
        place = desk.place_named(data["place_text"])
        region = data["region"] or selectors_clue.get(clue_id).region
        recording = stored(data["recording"], by=request.actor, now=request.now, region=region)
        details = forms.SupplementForm.details(data, place.id if place else None, recording)
        return supplement_clue(
            by=request.actor, now=request.now, clue=clue_id, details=details, region=data["region"]
        ).id

    regions = region_choices(request.actor, local_date(request.now), blank=_("不变"))
    form = forms.SupplementForm(request.POST or None, uploads(request), regions=regions)
    return act_page(
        request,
        clue_id,
        form,
        "supplement_clue",
        do,
        title=_("补充线索"),
        done=_("已补充。"),
        lead=_("没有填的保持原样；文字加在原来的后面。"),
        template="clues/supplement.html",
        known=showing.known_point(selectors_clue.get(clue_id)),
    )


@require_http_methods(["GET", "POST"])
def merge(request: SignedRequest, clue_id: UUID, into: UUID) -> HttpResponse:
    """This clue repeats another one, which goes on."""
    target = selectors_clue.get(into)
    return act_page(
        request,
        clue_id,
        PageForm(request.POST or None),
        "merge_clue",
        lambda _data: merge_clue(by=request.actor, now=request.now, clue=clue_id, into=into).id,
        title=_("并入线索 %(number)s") % {"number": target.number},
        done=_("已并入线索 %(number)s。弄错了可以重新打开。") % {"number": target.number},
        lead=_("并入后这条线索结束，由线索 %(number)s 继续办理。") % {"number": target.number},
        submit=_("并入"),
        icon="copy",
    )


@require_http_methods(["GET", "POST"])
def close(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """End a clue."""

    def do(data: dict[str, Any]) -> UUID:
        return close_clue(
            by=request.actor,
            now=request.now,
            clue=clue_id,
            closing=Closing(data["closing"]),
            words=data["words"],
            confirmed_by=data["confirmed_by"],
        ).id

    leaders = duty.next_leaders(request.now, selectors_clue.get(clue_id).region)
    form = forms.CloseForm(request.POST or None, leaders=[(str(one.staff), one.name) for one in leaders])
    return act_page(
        request, clue_id, form, "close_clue", do, title=_("办结线索"), done=_("线索已办结。"), submit=_("办结")
    )


def _reasoned(title: str, done: str, name: str, do: Callable[[SignedRequest, UUID, str], UUID]) -> Any:
    """The page of an act that wants only its reason."""

    @require_http_methods(["GET", "POST"])
    def view(request: SignedRequest, clue_id: UUID) -> HttpResponse:
        form = forms.ReasonForm(request.POST or None)
        return act_page(
            request,
            clue_id,
            form,
            name,
            lambda data: do(request, clue_id, data["reason"]),
            title=_(title),
            done=_(done),
            submit=_(title),
        )

    return view


reopen = _reasoned(
    gettext_noop("重新打开线索"),
    gettext_noop("线索已重新打开，时限接着算。"),
    "reopen_clue",
    lambda request, clue, reason: reopen_clue(by=request.actor, now=request.now, clue=clue, reason=reason).id,
)
give_back = _reasoned(
    gettext_noop("退回线索"),
    gettext_noop("线索已退回对方。"),
    "return_clue",
    lambda request, clue, reason: return_clue(by=request.actor, now=request.now, clue=clue, reason=reason).id,
)


@require_http_methods(["GET", "POST"])
def take_on(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """A clue of another county is ours from now on."""
    return act_page(
        request,
        clue_id,
        PageForm(request.POST or None),
        "take_on_clue",
        lambda _data: take_on_clue(by=request.actor, now=request.now, clue=clue_id).id,
        title=_("接收移交的线索"),
        done=_("已接收，由您首接负责。"),
        submit=_("接收"),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """The person is in another county: it is open there at once, with its clock."""

    def do(data: dict[str, Any]) -> UUID:
        to_region = data["elsewhere"] or data["to_region"] or 0
        return hand_over_clue(
            by=request.actor, now=request.now, clue=clue_id, to_region=to_region, reason=data["reason"]
        ).id

    form = forms.HandOverForm(request.POST or None, counties=_counties(request, clue_id))
    return act_page(
        request,
        clue_id,
        form,
        "hand_over_clue",
        do,
        title=_("移交外地"),
        done=_("已移交，时限继续计算。"),
        lead=_("移交后由对方办理，对方值班员立即能看到；到场时限不重新计算。"),
        submit=_("移交"),
        icon="arrows-exchange",
    )


def _counties(request: SignedRequest, clue: UUID) -> list[tuple[str, Any]]:
    """The counties of the same province, grouped by prefecture, without our own."""
    own = selectors_clue.get(clue).region
    on = local_date(request.now)
    province = at_level(own, Level.PROVINCE)
    rows = list(geo.divisions_at(on, level=Level.COUNTY, within=province).values_list("code", "name"))
    names = geo.names({at_level(code, Level.PREFECTURE) for code, _name in rows}, on)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in rows:
        if code != at_level(own, Level.COUNTY):
            prefecture = at_level(code, Level.PREFECTURE)
            groups.setdefault(names.get(prefecture) or str(prefecture), []).append((str(code), name))
    return [("", _("请选择")), *groups.items()]
