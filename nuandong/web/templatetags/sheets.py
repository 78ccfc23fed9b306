"""Paper and back: the code printed on a sheet, and the scans that came back to a record."""

from typing import Any
from uuid import UUID

import segno
from django import template
from django.template.context import RequestContext
from django.urls import reverse

from nuandong.org import permissions
from nuandong.relief.scanning.codes import OF_RECORD, SheetKind, Target, code_of
from nuandong.relief.scanning.records import FILE
from nuandong.relief.selectors_scans import scans_of

register = template.Library()
_SHOWN = 24


@register.inclusion_tag("relief_papers/_code.html")
def sheet_code(kind: str, subject: UUID, region: int = 0) -> dict[str, Any]:
    """The QR code of a sheet, by which its scan finds its record again."""
    target = Target(SheetKind(kind), subject, region)
    picture = segno.make(code_of(target), error="m", micro=False)
    return {"picture": picture.svg_data_uri(scale=3, border=2, dark="#000", light="#fff"), "kind": target.kind.label}


@register.inclusion_tag("relief_papers/_scans.html", takes_context=True)
def scans_card(context: RequestContext, kind: str, subject: UUID, region: int) -> dict[str, Any]:
    """The scans of a record; one query. `region` is where it belongs."""
    actor = context["request"].actor
    rows = list(scans_of(kind=kind, subject=subject, region=region)[: _SHOWN + 1])
    of_place = 0 if kind in OF_RECORD else region
    to = code_of(Target(SheetKind(kind), subject, of_place))
    return {
        "rows": rows[:_SHOWN],
        "more": len(rows) > _SHOWN,
        "add": f"{reverse('relief-scans-new')}?to={to}" if permissions.allows(actor, FILE, region=region) else "",
    }
