from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.errors import required
from nuandong.org.models import Sex, Staff
from nuandong.org.phones import clean_phone, sealed_phone


@transaction.atomic
def hire_staff(*, by: Actor, now: datetime, unit: UUID, name: str, sex: str, phone: str = "") -> Staff:
    """Put somebody on the register of a unit: a cadre, an officer, a volunteer; an account is another step.

    Raises Invalid for an empty name, an unknown sex or a malformed phone number.
    """
    office = lookups.unit_of(unit)
    permissions.check(by, "org.staff.change", region=office.region)
    check_in_person(by)
    identity = new_id(now)
    staff = Staff.objects.create(
        id=identity,
        name=clean_name(name),
        sex=clean_sex(sex),
        unit=office,
        hired_at=now,
        **sealed_phone(identity, clean_phone(phone)),
    )
    journal.record(events.StaffHired(unit=office.id), by=by, now=now, region=office.region, subject=staff.id)
    return staff


def clean_name(name: str) -> str:
    """A name of at most forty characters; Invalid when empty."""
    cleaned = clean_line(name, 40, field="name")
    if not cleaned:
        raise required("name", _("姓名"))
    return cleaned


def clean_sex(sex: str) -> str:
    """The code of a sex; Invalid for anything else."""
    if sex not in Sex.values:
        raise Invalid("org.sex_unknown", _("性别填写不对。"), _("请填写男或女。"), field="sex")
    return sex
