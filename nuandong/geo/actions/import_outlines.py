"""Boundaries of divisions for the map."""

import hashlib
from datetime import datetime

from django.db import transaction

from nuandong.geo.events import OutlinesImported
from nuandong.geo.models import Outline
from nuandong.geo.outlines import read_outlines
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.guards import require
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line


@transaction.atomic
def import_outlines(*, by: Actor, now: datetime, data: bytes, source: str) -> int:
    """Take the boundaries of a GeoJSON file in place of what there was; returns how many.

    `source` says in words where they come from. Raises Forbidden without geo.division.import, Invalid for a file that
    holds no boundaries.
    """
    require(by, "geo.division.import")
    found = read_outlines(data)
    words = clean_line(source, 200, field="source")
    Outline.objects.bulk_create(
        [
            Outline(
                code=boundary.code,
                geometry=boundary.geometry,
                centre_lat=boundary.centre_lat,
                centre_lon=boundary.centre_lon,
                source=words,
                recorded_at=now,
            )
            for boundary in {boundary.code: boundary for boundary in found}.values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["geometry", "centre_lat", "centre_lon", "source", "recorded_at"],
        batch_size=200,
    )
    payload = OutlinesImported(sha256=hashlib.sha256(data).hexdigest(), count=len(found))
    journal.record(payload, by=by, now=now, region=by.region, subject=new_id(now), text={"source": words})
    return len(found)
