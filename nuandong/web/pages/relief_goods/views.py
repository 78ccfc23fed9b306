"""Goods of a season: the list, the sheet, planning, handing out, taking off."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as geo
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import selectors_goods, selectors_season
from nuandong.relief.actions.give_goods import GIVE, cancel_goods, give_goods, hand_out_of
from nuandong.relief.actions.plan_goods import PLAN, plan_goods
from nuandong.relief.steps import HandOutState
from nuandong.supplies import selectors as supplies
from nuandong.web import wording
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.forms import WhyForm
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_goods import forms
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import code_of, region_choices
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.relief.models import HandOut, Season

_TONES = {HandOutState.PLANNED: wording.SOON_TONE, HandOutState.GIVEN: wording.OK, HandOutState.CANCELLED: wording.MUTE}
_MOST_PRINTED = 2_000


@require_safe
def goods(request: SignedRequest) -> HttpResponse:
    """Households on the lists of a season, with what was given; filters in the address."""
    seasons = list(selectors_season.seasons_of(request.actor)[:SIZE])
    season = next((one for one in seasons if str(one.id) == request.GET.get("season")), seasons[0] if seasons else None)
    context: dict[str, Any] = {
        "season": season,
        "may_plan": permissions.allows(request.actor, PLAN),
        "query": request.GET.urlencode(),
    }
    if season is not None:
        cursor = uuid_cursor(request.GET.get("after"))
        rows = _asked(request, season)
        page = page_of(selectors_goods.after(rows, cursor, SIZE + 1), key=lambda one: one.id, cursor=cursor)
        context |= {
            "title": title_of(season),
            "page": page,
            "lines": _lines(page.rows, request),
            "sums": _sums(rows),
            "region": code_of(request.GET.get("region")) or request.actor.region,
        } | _filters(request, seasons, season)
    return render(request, "relief_goods/list.html", context)


@require_safe
def sheet(request: SignedRequest) -> HttpResponse:
    """The list for signing, as it was filtered: names masked, a place for each signature."""
    seasons = list(selectors_season.seasons_of(request.actor)[:SIZE])
    season = next((one for one in seasons if str(one.id) == request.GET.get("season")), seasons[0] if seasons else None)
    rows = list(_asked(request, season)[:_MOST_PRINTED]) if season else []
    context = {
        "title": title_of(season) if season else "",
        "lines": _lines(rows, request),
        "most": _MOST_PRINTED,
        "season": season,
        "region": code_of(request.GET.get("region")) or request.actor.region,
    }
    return render(request, "relief_goods/sheet.html", context)


def _asked(request: SignedRequest, season: "Season") -> Any:
    region = request.GET.get("region", "")
    state = request.GET.get("state", "")
    return selectors_goods.hand_outs(
        request.actor,
        season,
        region=int(region) if region.isdigit() and len(region) == 12 else None,
        state=state if state in HandOutState.values else "",
        item=request.GET.get("item", "")[:40],
    )


def _filters(request: SignedRequest, seasons: list["Season"], season: "Season") -> dict[str, Any]:
    today = local_date(request.now)
    blank = ("", _("全部"))
    return {
        "season_box": select_box("season", [(one.id, title_of(one)) for one in seasons], str(season.id)),
        "region_box": select_box(
            "region", region_choices(request.actor, today, blank=_("全部"), whole=True), request.GET.get("region", "")
        ),
        "state_box": select_box("state", [blank, *HandOutState.choices], request.GET.get("state", "")),
        "item_box": select_box("item", [blank, *_items()], request.GET.get("item", "")),
    }


def _items() -> list[tuple[str, str]]:
    return [(one.code, said(one.name)) for one in supplies.items()]


def _sums(rows: Any) -> list[dict[str, Any]]:
    names = dict(_items())
    return [
        {
            "item": names.get(item, item),
            "state": (_TONES[HandOutState(state)], str(HandOutState(state).label)),
            "homes": homes,
            "pieces": pieces,
        }
        for item, state, homes, pieces in selectors_goods.sums(rows)
    ]


def _lines(rows: list["HandOut"], request: SignedRequest) -> list[dict[str, Any]]:
    names = dict(_items())
    villages = geo.names({one.region for one in rows}, local_date(request.now))
    given = [one.receiver_id for one in rows if one.receiver_id]
    takers = people.cards(given, by=request.actor) if permissions.allows(request.actor, "people.person.see") else {}
    return [
        {
            "row": one,
            "item": names.get(one.item, one.item),
            "village": villages.get(one.region, str(one.region)),
            "head": one.entitlement.application.head_masked,
            "persons": one.entitlement.application.persons,
            "taker": takers[one.receiver_id].name if one.receiver_id in takers else "",
            "state": (_TONES[HandOutState(one.state)], str(HandOutState(one.state).label)),
            "waits": one.state == HandOutState.PLANNED,
            "may_give": permissions.allows(request.actor, GIVE, region=one.region),
            "may_cancel": permissions.allows(request.actor, PLAN, region=one.region),
        }
        for one in rows
    ]


@require_http_methods(["GET", "POST"])
def plan(request: SignedRequest) -> HttpResponse:
    """Put the households of a village on the list for an item."""
    open_ones = [one for one in selectors_season.seasons_of(request.actor)[:SIZE] if one.closed_at is None]
    choices: dict[str, Any] = {
        "season": [(one.id, title_of(one)) for one in open_ones],
        "village": region_choices(request.actor, local_date(request.now)),
        "item": _items(),
    }

    def do(data: dict[str, Any]) -> UUID:
        season: UUID = data.pop("season")
        plan_goods(by=request.actor, now=request.now, season=season, **data)
        return season

    return form_page(
        request,
        forms.PlanForm(posted(request), initial={"each": 1, "per": "household"}, choices=choices),
        "relief.plan_goods",
        do,
        title=_("编制实物发放名单"),
        lead=_("列入这个村已审定的户；已经在名单里的不会重复。"),
        back=reverse("relief-goods"),
        submit=_("列入名单"),
        done=_("已列入。"),
        leads_to=lambda season: f"{reverse('relief-goods')}?season={season}",
    )


@require_http_methods(["GET", "POST"])
def give(request: SignedRequest, hand_out: UUID) -> HttpResponse:
    """Hand a household's goods to one of its members."""
    row = hand_out_of(hand_out)
    home = people.household(row.entitlement.household_id, by=request.actor, on=local_date(request.now))
    stores = supplies.stores(by=request.actor)
    choices: dict[str, Any] = {
        "receiver": [(one.person.id, one.person.name) for one in home.members],
        "store": [(one.id, one.name) for one in stores],
    }

    def do(data: dict[str, Any]) -> UUID:
        photo = stored(request, data["signature"], region=row.region, purpose="signature")
        return give_goods(
            by=request.actor,
            now=request.now,
            hand_out=row.id,
            store=data["store"],
            receiver=data["receiver"],
            signature=photo,
            delivered=data["delivered"],
        ).id

    return form_page(
        request,
        forms.GiveForm(posted(request), uploads(request), initial={"delivered": row.deliver}, choices=choices),
        "relief.give_goods",
        do,
        title=_("发放救助物资"),
        back=reverse("relief-goods"),
        template="relief_goods/give.html",
        submit=_("确认发放"),
        facts=_facts(row),
        done=_("已发放。"),
        stores=stores,
    )


@require_http_methods(["GET", "POST"])
def cancel(request: SignedRequest, hand_out: UUID) -> HttpResponse:
    """Take a household off the list."""
    row = hand_out_of(hand_out)

    def do(data: dict[str, Any]) -> UUID:
        return cancel_goods(by=request.actor, now=request.now, hand_out=row.id, why=data["why"]).id

    return form_page(
        request,
        WhyForm(posted(request)),
        "relief.cancel_goods",
        do,
        title=_("取消实物发放"),
        lead=_("还没有领取的可以取消；以后可以重新列入。"),
        back=reverse("relief-goods"),
        submit=_("取消发放"),
        danger=True,
        facts=_facts(row),
    )


def _facts(row: "HandOut") -> list[tuple[str, str]]:
    return [
        (_("户主"), row.entitlement.application.head_masked),
        (_("物资"), f"{dict(_items()).get(row.item, row.item)} × {row.quantity}"),
    ]
