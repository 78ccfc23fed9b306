"""People on the way to the station, as its list shows them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.org import permissions
from nuandong.rescue import selectors_coming
from nuandong.web.encounters import who
from nuandong.web.http import SignedRequest


def lines(request: SignedRequest) -> list[dict[str, Any]]:
    """Who, from where, with which team, since when; the press that takes them in for those who may."""
    actor, now = request.actor, request.now
    may_admit = permissions.allows(actor, "rescue.stay.admit")
    return [
        {
            "row": row,
            "who": who(row.categories),
            "place": row.place_text or (row.place.name if row.place else "") or _("地点不详"),
            "lasted": now - row.closed_at if row.closed_at else None,
            "url": reverse("encounter", args=[row.id]) if actor.may("rescue.encounter.see") else "",
            "admit": f"{reverse('stay-new')}?encounter={row.id}" if may_admit else "",
        }
        for row in selectors_coming.on_the_way(actor, now=now)
    ]
