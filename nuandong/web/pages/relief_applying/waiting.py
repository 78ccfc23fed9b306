"""The days of a season's procedure in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nuandong.relief.calendars import Stretch
from nuandong.web.wording import INFO, SOON_TONE, said


def days(stretches: Iterable[Stretch], today: date) -> list[dict[str, Any]]:
    """The season day by day: what is over, what is on, what comes and in how many days."""
    found = []
    for one in stretches:
        on = one.begins <= today <= one.ends
        left = (one.begins - today).days
        found.append(
            {
                "title": said(one.title),
                "begins": one.begins,
                "ends": one.ends if one.ends != one.begins else None,
                "state": (SOON_TONE, _("进行中")) if on else ("ok", _("已过")) if left < 0 else (INFO, ""),
                "left": left if left > 0 else None,
            }
        )
    return found
