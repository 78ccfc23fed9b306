from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.lookups import household_of
from nuandong.relief.events.finding import KinDeclared, KinEnded
from nuandong.relief.models import Kinship
from nuandong.relief.policies_findings import DECIDE, DECLARE, kinship_of, reason_of

RELATION_LIMIT = 30


@transaction.atomic
def declare_kinship(*, by: Actor, now: datetime, household: UUID, relation: str) -> Kinship:
    """Declare that a household is one's kin: whoever acts keeps out of its case from now on.

    Raises NotFound, Forbidden, OutOfScope, Invalid without the relation, NotNow when it is declared. DIS-034.
    """
    home = household_of(household)
    permissions.check(by, DECLARE, region=home.region)
    said = clean_line(relation, RELATION_LIMIT, field="relation")
    if not said:
        raise Invalid("relief.kin_relation", _("没有填写是什么关系。"), _("例如“岳父”“姐姐”。"), field="relation")
    row = Kinship(
        id=new_id(now),
        region=home.region,
        staff=by.staff,
        household=home,
        relation=said,
        declared_by=by.typist,
        declared_at=now,
    )
    Kinship.objects.bulk_create([row], ignore_conflicts=True)
    if not Kinship.objects.filter(id=row.id).exists():
        raise NotNow("relief.kin_declared", _("这一户已经申报过。"), _("请刷新页面查看。"))
    payload = KinDeclared(staff=by.staff, household=home.id)
    journal.record(payload, by=by, now=now, region=home.region, subject=row.id)
    return row


@transaction.atomic
def end_kinship(*, by: Actor, now: datetime, kinship: UUID, reason: str) -> Kinship:
    """Take a declaration back, by somebody other than who declared it: nobody frees himself from keeping out.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow when it has ended.
    """
    row = kinship_of(kinship, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    if row.staff == by.staff:
        raise Forbidden("relief.kin_own", _("自己的申报不能自己撤销。"), _("请由其他有核实权限的同事撤销。"))
    said = reason_of(reason)
    if Kinship.objects.filter(id=row.id, ended_at=None).update(ended_at=now) != 1:
        raise NotNow("relief.kin_ended", _("这条申报已经撤销。"), _("请刷新页面查看。"))
    payload = KinEnded(staff=row.staff, household=row.household_id)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=said)
    return kinship_of(row.id)
