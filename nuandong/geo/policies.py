"""Whether a place is in a fit state, and a division is one that we know."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from nuandong.geo.codes import validate
from nuandong.geo.models import Division, Place
from nuandong.geo.models.place import ONCE_WHILE_ACTIVE
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _


def check_division(code: int, *, field: str = "region") -> None:
    """Raise `Invalid` for what is no 12-digit code, or no division now or ever; while no divisions have been imported
    every such code may be one."""
    validate(code, field=field)
    if not Division.objects.filter(code=code).exists() and Division.objects.exists():
        raise Invalid("geo.division_unknown", _("没有这个区划代码。"), _("请核对代码，或先导入行政区划。"), field=field)


def check_active(place: Place) -> None:
    """Raise `NotNow` for a retired place."""
    if not place.active:
        raise NotNow("geo.place_retired", _("这个点位已经停用。"), _("如要恢复，请重新登记。"))


@contextmanager
def twins_refused(name: object) -> Iterator[None]:
    """Around a write: turns the database's refusal of a second active place of kind and name into a `Conflict`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if ONCE_WHILE_ACTIVE not in str(error):
            raise
        raise Conflict(
            "geo.place_twin",
            _("同一区划内已有同类同名的点位“%(name)s”。"),
            _("请改用已有点位，或把名称写得更具体。"),
            field="name",
            name=name,
        ) from error


def place_changed_meanwhile() -> Conflict:
    """The error for a change that somebody else was faster with."""
    return Conflict("geo.place_changed_meanwhile", _("这个点位刚被别人改过。"), _("请刷新页面，核对后再改。"))
