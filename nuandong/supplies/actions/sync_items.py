from datetime import datetime

from django.db import transaction

from nuandong.kernel.ids import new_id
from nuandong.supplies import catalogue
from nuandong.supplies.models import Item, Kit, KitLine


@transaction.atomic
def sync_items(*, now: datetime) -> list[str]:
    """Bring the default items and kits of library/supplies into the tables; those changed locally stay.

    Returns the codes written. Run after each migration. Writes no event: the files' own history records the defaults.
    """
    written = [code for code in catalogue.default_items() if _sync_item(code, now)]
    return written + [code for code in catalogue.default_kits() if _sync_kit(code, now)]


def _sync_item(code: str, now: datetime) -> bool:
    default = catalogue.default_items()[code]
    wanted = {**default.model_dump(mode="json"), "sizes": list(default.sizes)}
    item = Item.objects.filter(code=code).first()
    if item and (item.changed_locally or all(getattr(item, name) == value for name, value in wanted.items())):
        return False
    Item.objects.update_or_create(code=code, defaults={**wanted, "changed_at": now})
    return True


def _sync_kit(code: str, now: datetime) -> bool:
    default = catalogue.default_kits()[code]
    kit = Kit.objects.filter(code=code).first()
    if kit and kit.changed_locally:
        return False
    held = dict(KitLine.objects.filter(kit=code).values_list("item", "quantity"))
    if kit and held == default.items and (kit.name, kit.about) == (default.name, default.about):
        return False
    kit, _created = Kit.objects.update_or_create(
        code=code, defaults={"name": default.name, "about": default.about, "changed_at": now}
    )
    KitLine.objects.filter(kit=kit).delete()
    KitLine.objects.bulk_create(
        KitLine(id=new_id(now), kit=kit, item_id=item, quantity=quantity) for item, quantity in default.items.items()
    )
    return True
