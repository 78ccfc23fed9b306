import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supplies import events
from nuandong.supplies.errors import required
from nuandong.supplies.kinds import Category
from nuandong.supplies.models import Item

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SIZE: Final = re.compile(r"[0-9A-Za-z]{1,10}")
_SUBJECTS: Final = UUID("0192f3a0-5c1e-7d52-9a64-1b7e0c9d4e21")
"""Items have codes, events need ids: the subject of an item is made from its code."""


@transaction.atomic
def define_item(
    *,
    by: Actor,
    now: datetime,
    code: str,
    name: str,
    unit: str,
    category: str,
    sizes: Sequence[str] = (),
    perishable: bool = False,
    active: bool = True,
) -> Item:
    """Add an item to the list of goods, or change it; from then on it keeps its local form.

    Raises Forbidden, Invalid (code, name, unit, category, sizes), Conflict for a name another item has.
    """
    permissions.check(by, "supplies.stock.receive")
    title, measure = clean_line(name, 40, field="name"), clean_line(unit, 10, field="unit")
    if not title:
        raise required("name", _("名称"))
    if not measure:
        raise required("unit", _("单位"))
    if not _CODE.fullmatch(code) or category not in Category.values or not all(_SIZE.fullmatch(s) for s in sizes):
        raise Invalid(
            "supplies.item_form",
            _("物资的代码、类别或尺码不对。"),
            _("代码用小写字母、数字和下划线；类别从列表中选；尺码用字母和数字。"),
            field="code",
        )
    values = {
        "name": title,
        "unit": measure,
        "category": category,
        "sizes": list(dict.fromkeys(sizes)),
        "perishable": perishable,
        "active": active,
        "changed_locally": True,
        "changed_at": now,
    }
    try:
        with transaction.atomic():
            item, _made = Item.objects.update_or_create(code=code, defaults=values)
    except IntegrityError as error:
        raise Conflict("supplies.item_exists", _("已有同名物资。"), _("请换一个名称。"), field="name") from error
    payload = events.ItemDefined(item=code, active=active)
    journal.record(payload, by=by, now=now, region=by.region, subject=uuid5(_SUBJECTS, code))
    return item
