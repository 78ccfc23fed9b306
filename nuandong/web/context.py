"""What the frame of every page needs: who is at work, where he may go, what the clock says."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from nuandong.org import sessions
from nuandong.web import navigation, wording


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Works without a person at work (sign-in, public pages, error pages)."""
    actor = getattr(request, "actor", None)
    signed = getattr(request, "signed", None)
    now: datetime = getattr(request, "now", None) or timezone.now()
    return {
        "now": now,
        "actor": actor,
        "who": signed.account.staff if signed else None,
        "session_ends": sessions.ends_at(signed) if signed else None,
        "request_id": getattr(request, "id", ""),
        "demo": settings.NUANDONG_DEMO,
        "tiles_url": settings.NUANDONG_TILES_URL,
        "sections": navigation.sections(actor, request.path) if actor else [],
        "phone_links": navigation.phone_links(actor, request.path) if actor else [],
        "script_words": wording.script_words(),
    }
