"""What pages of several areas say about somebody met outdoors."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nuandong.rescue.reference_station import categories
from nuandong.web.wording import listing, said


def who(codes: Iterable[str]) -> str:
    """The categories of a person in words; nobody met on the street has a name to call him by."""
    return listing(said(categories()[code].title) for code in codes if code in categories()) or _("没有填写人员类别")
