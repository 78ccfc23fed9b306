"""End a code from a day on, and say which codes took over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from nuandong.geo.codes import contains
from nuandong.geo.events import DivisionClosed
from nuandong.geo.models import Division, Succession
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.guards import require
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _


@transaction.atomic
def close_division(*, by: Actor, now: datetime, code: int, on: date, successors: Sequence[int] = ()) -> Division:
    """Close the version of `code` that is valid now; `on` is the first day on which it is no longer valid.

    The journal and old records keep the code; scope reaches it through its successors. Raises `NotFound` for a code
    that is not open on the day before, `NotNow` while divisions under it are open, `Invalid` for an unknown successor.
    """
    require(by, "geo.division.import", region=code)
    _check_successors(code, on, successors)
    _check_children(code, on)
    changed = Division.objects.filter(code=code, valid_to=None, valid_from__lt=on).update(valid_to=on, recorded_at=now)
    if changed != 1:
        raise NotFound(
            "geo.division_not_open",
            _("代码 %(given)d 没有可以撤销的有效记录。"),
            _("请核对代码和日期；它可能已经撤销。"),
            given=code,
        )
    known = set(Succession.objects.filter(predecessor=code).values_list("successor", flat=True))
    Succession.objects.bulk_create(
        Succession(id=new_id(now), predecessor=code, successor=successor, since=on)
        for successor in dict.fromkeys(successors)
        if successor not in known
    )
    division = Division.objects.get(code=code, valid_to=on)
    payload = DivisionClosed(code=code, successors=list(successors))
    journal.record(payload, by=by, now=now, region=code, subject=division.id, text={"name": division.name})
    return division


def _check_successors(code: int, on: date, successors: Sequence[int]) -> None:
    valid = Division.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code__in=successors, valid_from__lte=on)
    missing = set(successors) - set(valid.values_list("code", flat=True))
    if code in successors or missing:
        raise Invalid(
            "geo.successor_unknown",
            _("后继代码在撤销当日没有有效记录，或与被撤销的代码相同。"),
            _("请先导入后继区划，再撤销。"),
            field="successors",
        )


def _check_children(code: int, on: date) -> None:
    under = Division.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), parent=code)
    open_child = next((child for child in under.order_by("code") if contains(code, child.code)), None)
    if open_child is not None:
        raise NotNow(
            "geo.division_has_children",
            _("下级 %(name)s（%(child)d）仍然有效。"),
            _("请先撤销或改划下级区划。"),
            name=open_child.name,
            child=open_child.code,
        )
