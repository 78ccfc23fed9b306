from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, handover, lookups, permissions, sessions
from nuandong.org.actions.close_account import shut
from nuandong.org.actions.end_post import end_posts
from nuandong.org.actors import check_in_person
from nuandong.org.models import Account, Delegation, End, Post, Staff


@transaction.atomic
def transfer_staff(*, by: Actor, now: datetime, staff: UUID, to_unit: UUID, reason: str = "") -> Staff:
    """Move somebody to another unit: his posts and delegations end, he signs in anew; new posts are another step.

    Raises NotNow while work is open with him (`hand_over` first), Forbidden for oneself, Invalid for the unit he is in.
    """
    person = _leaving(by, staff)
    target = lookups.unit_of(to_unit)
    if target.id == person.unit_id:
        raise Invalid("org.same_unit", _("此人已在这个单位。"), _("请选择另一个单位。"), field="to_unit")
    source = person.unit
    ended = _wind_up(person, by=by, now=now, reason=reason)
    account = Account.objects.filter(staff=person).first()
    if account is not None:
        sessions.end_all(account.id, end=End.ACCOUNT, now=now)
    person.unit = target
    person.save(update_fields=["unit"])
    journal.record(
        events.StaffTransferred(from_unit=source.id, to_unit=target.id, posts_ended=ended),
        by=by,
        now=now,
        region=source.region,
        subject=person.id,
        reason=reason or None,
    )
    return person


@transaction.atomic
def release_staff(*, by: Actor, now: datetime, staff: UUID, reason: str = "") -> Staff:
    """Somebody leaves office: posts and delegations end, the account closes; the row stays, since acts name it.

    Raises NotNow while work is open with him (`hand_over` first), Forbidden for oneself.
    """
    person = _leaving(by, staff)
    ended = _wind_up(person, by=by, now=now, reason=reason)
    account = Account.objects.select_related("staff__unit").filter(staff=person).first()
    if account is not None:
        shut(account, by=by, now=now, reason=reason)
    person.active, person.left_at = False, now
    person.save(update_fields=["active", "left_at"])
    journal.record(
        events.StaffLeft(posts_ended=ended),
        by=by,
        now=now,
        region=person.unit.region,
        subject=person.id,
        reason=reason or None,
    )
    return person


def _leaving(by: Actor, staff: UUID) -> Staff:
    person = lookups.staff_of(staff, lock=True)
    permissions.check(by, "org.staff.change", region=person.unit.region)
    check_in_person(by)
    if person.id == by.staff:
        raise Forbidden("org.own_transfer", _("不能为自己办理调动。"), _("请由其他管理员办理。"))
    if count := handover.count_open(person.id):
        raise NotNow(
            "org.work_open",
            _("此人还有 %(count)d 项未办结的事项。"),
            _("请先办理工作移交。"),
            count=count,
        )
    return person


def _wind_up(person: Staff, *, by: Actor, now: datetime, reason: str) -> int:
    ended = end_posts(Post.objects.filter(staff=person), now, by=by, now=now, reason=reason)
    taken = Delegation.objects.filter(Q(taker=person) | Q(giver=person), valid_until__gt=now)
    taken.update(valid_until=Greatest(F("valid_from"), now))
    return ended
