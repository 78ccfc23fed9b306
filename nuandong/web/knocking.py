"""A gentle limit for pages without sign-in: so many times from one address in ten minutes."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nuandong.vault import api as vault
from nuandong.web.http import Request
from nuandong.web.models import Knock

STRETCH: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(days=1)


@transaction.atomic
def too_often(request: Request, page: str, *, limit: int, now: datetime) -> bool:
    """Count one knock at a page; True when the address has used up its `limit` of this stretch of ten minutes."""
    stretch = int(now.timestamp()) // int(STRETCH.total_seconds())
    key = vault.blind(f"web.knock.{page}", f"{stretch} {address_of(request)}")
    Knock.objects.filter(at__lt=now - _KEPT).delete()
    Knock.objects.bulk_create([Knock(key=key, at=now)], ignore_conflicts=True)
    Knock.objects.filter(key=key).update(times=F("times") + 1)
    return Knock.objects.get(key=key).times > limit


def address_of(request: Request) -> str:
    """Where the request came from; behind a proxy, what the proxy nearest to us saw."""
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        passed = str(request.headers.get("X-Forwarded-For", ""))
        if nearest := passed.rpartition(",")[2].strip():
            return nearest
    return str(request.META.get("REMOTE_ADDR", ""))
