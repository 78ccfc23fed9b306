"""The component page, and a fragment that shows how a part stays fresh."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuandong.web.http import Request
from nuandong.web.pages.styleguide import samples
from nuandong.web.pages.styleguide.forms import SampleForm
from nuandong.web.paging import Page


def styleguide(request: Request) -> HttpResponse:
    """Every component with realistic content; the form really answers, with errors beside the fields."""
    _only_for_us()
    form = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("已受理"))
        return redirect("styleguide")
    now = request.now
    context = {
        **samples.frame(request.path),
        "form": form,
        "todo": samples.todo(now),
        "clues": samples.clues(now),
        "page_of_clues": Page(rows=samples.clues(now), next="0", first=True),
        "timeline": samples.timeline(now),
        "clocks": samples.clocks(now),
        "steps": samples.steps(),
        "markers": samples.markers(),
        "chart": samples.chart(),
        "beds": samples.beds(),
        "turn": 0,
    }
    return render(request, "styleguide/page.html", context, status=422 if form.is_bound else 200)


def outline(request: Request) -> HttpResponse:
    """A made-up district, so that the map can be looked at without any data."""
    _only_for_us()
    ring = [
        [106.690, 26.600],
        [106.735, 26.605],
        [106.760, 26.575],
        [106.745, 26.545],
        [106.700, 26.535],
        [106.680, 26.565],
    ]
    west = [
        [106.690, 26.600],
        [106.680, 26.565],
        [106.700, 26.535],
        [106.655, 26.530],
        [106.640, 26.570],
        [106.655, 26.600],
    ]
    shapes = [(_("南明区"), ring, True), (_("邻区"), west, False)]
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": name,
                "focus": focus,
                "centre": [(points[0][0] + points[3][0]) / 2, points[5][1] - 0.012],
            },
            "geometry": {"type": "Polygon", "coordinates": [[*points, points[0]]]},
        }
        for name, points, focus in shapes
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def fresh(request: Request) -> HttpResponse:
    """A part that stays fresh: new every five seconds, 304 in between."""
    _only_for_us()
    turn = int(request.now.timestamp()) // 5
    etag = f'"{turn}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "styleguide/fresh.html", {"turn": turn})
    response["ETag"] = etag
    return response


def offline(request: Request) -> HttpResponse:
    """Where the phone form of this page goes: one field, refused when it is empty."""
    _only_for_us()
    if not request.POST.get("note", "").strip():
        return render(request, "error.html", {"message": _("没有填写。"), "advice": "", "status": 422}, status=422)
    messages.success(request, _("已登记"))
    return redirect("styleguide")


def unmask(request: Request) -> HttpResponse:
    """How an unmasking answers a script."""
    _only_for_us()
    return JsonResponse({"value": "陈小明"})


def _only_for_us() -> None:
    if not (settings.NUANDONG_DEMO or settings.DEBUG):
        raise Http404
