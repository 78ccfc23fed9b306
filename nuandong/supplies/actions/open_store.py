from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo import codes
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.supplies import events
from nuandong.supplies.errors import no_such, required
from nuandong.supplies.kinds import CARRIED, StoreKind
from nuandong.supplies.models import Store


@transaction.atomic
def open_store(
    *,
    by: Actor,
    now: datetime,
    region: int,
    name: str,
    kind: str,
    keeper: UUID,
    place: UUID | None = None,
    holder: UUID | None = None,
) -> Store:
    """Set up somewhere goods lie: a warehouse, a station, a point, or what a vehicle or a team (`holder`) carries.

    `keeper` is the member of staff who answers for it. Raises Forbidden, OutOfScope, NotFound (keeper), Invalid
    (name, kind, holder missing or out of place), Conflict for a second store of the name or of the holder.
    Source: RES-032, product C.9.
    """
    codes.validate(region, field="region")
    permissions.check(by, "supplies.stock.move", region=region)
    title = clean_line(name, 60, field="name")
    if not title:
        raise required("name", _("名称"))
    check_kind(kind, holder)
    check_keeper(keeper)
    try:
        with transaction.atomic():
            store = Store.objects.create(
                id=new_id(now),
                region=region,
                name=title,
                kind=kind,
                keeper_id=keeper,
                place_id=place,
                holder=holder,
                opened_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "supplies.store_exists",
            _("已有同名的存放点，或该车辆、队伍已有存放点。"),
            _("请核对后再试。"),
            field="name",
        ) from error
    payload = events.StoreOpened(store_kind=kind, keeper=keeper, holder=holder)
    journal.record(payload, by=by, now=now, region=region, subject=store.id, text={"name": title})
    return store


def check_kind(kind: str, holder: UUID | None) -> None:
    """Raise Invalid for an unknown kind, or a holder that is missing or has no business there."""
    if kind not in StoreKind.values:
        raise Invalid("supplies.store_kind", _("没有这种存放点类型。"), _("请从列表中选择。"), field="kind")
    if (kind in CARRIED) != (holder is not None):
        raise Invalid(
            "supplies.store_holder",
            _("随车、随队的存放点要选定车辆或队伍，其他存放点不能选。"),
            _("请重新选择。"),
            field="holder",
        )


def check_keeper(keeper: UUID) -> None:
    """Raise NotFound unless the keeper is in office."""
    staff = org.staff_by_id(keeper)
    if staff is None or not staff.active:
        raise no_such(_("保管人"))
