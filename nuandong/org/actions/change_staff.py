from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import events, lookups, permissions
from nuandong.org.actions.hire_staff import clean_name, clean_sex
from nuandong.org.actors import check_in_person
from nuandong.org.models import Staff
from nuandong.org.phones import clean_phone, same_phone, sealed_phone


@transaction.atomic
def change_staff(
    *,
    by: Actor,
    now: datetime,
    staff: UUID,
    name: str | None = None,
    sex: str | None = None,
    phone: str | None = None,
) -> Staff:
    """Correct name, sex or phone; what is None stays, an empty phone is removed. Nothing changed writes no event.

    The unit changes only by `transfer_staff`, which also moves the open work.
    """
    found = lookups.staff_of(staff, lock=True)
    permissions.check(by, "org.staff.change", region=found.unit.region)
    check_in_person(by)
    changes: dict[str, bytes | str | None] = {}
    if name is not None and clean_name(name) != found.name:
        changes["name"] = clean_name(name)
    if sex is not None and clean_sex(sex) != found.sex:
        changes["sex"] = sex
    if phone is not None and not same_phone(found, digits := clean_phone(phone)):
        changes |= sealed_phone(found.id, digits)
    if not changes:
        return found
    for field, value in changes.items():
        setattr(found, field, value)
    found.save(update_fields=list(changes))
    fields = sorted({"phone" if field.startswith("phone") else field for field in changes})
    journal.record(events.StaffChanged(fields=fields), by=by, now=now, region=found.unit.region, subject=found.id)
    return found
