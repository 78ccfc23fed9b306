from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from nuandong.duty import events, lookups, reach
from nuandong.duty.models import ReachCall, ReachTest
from nuandong.geo.codes import contains
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.org.telling import tell

if TYPE_CHECKING:
    from nuandong.org.models import Staff

LONGEST: Final = 240
"""Minutes people have at most to answer a test."""
_QUESTION: Final = _("通讯联络测试：请在 %(minutes)d 分钟内登录系统按“收到”，或回电值班室。")


@transaction.atomic
def start_reach_test(
    *, by: Actor, now: datetime, minutes: int, night: date | None = None, team: UUID | None = None
) -> ReachTest:
    """Ask everybody on the roster of a night, or of a team, to answer within so many minutes.

    Each gets a message and a line on his list of things to do. Raises Forbidden, OutOfScope, NotFound (team), Invalid
    (both or neither, minutes, nobody to ask), Conflict while one of the same night or team runs. Source: OPS-004.
    """
    found = None if team is None else lookups.team_of(team)
    region = by.region if found is None else found.region
    permissions.check(by, "duty.roster.change", region=region)
    if (night is None) == (found is None):
        raise Invalid("duty.reach_whom", _("请选一个晚上，或选一支队伍。"), _("两样只选一样。"), field="night")
    if not 1 <= minutes <= LONGEST:
        raise Invalid("duty.reach_minutes", _("限时要在 1 到 240 分钟之间。"), _("请重新填写。"), field="minutes")
    people = reach.people_of_team(found.id, now=now) if found else reach.people_of_night(night) if night else []
    if not people:
        raise Invalid("duty.reach_nobody", _("没有可以测试的人。"), _("请先排班，或给队伍加人。"), field="night")
    test = _started(by, now, ReachTest(region=region, night=night, team=found, due_at=now + timedelta(minutes=minutes)))
    _ask(test, people, minutes, by, now)
    payload = events.ReachTestStarted(night=night, team=team, asked=len(people), minutes=minutes)
    journal.record(payload, by=by, now=now, region=region, subject=test.id)
    return test


def _started(by: Actor, now: datetime, test: ReachTest) -> ReachTest:
    test.id, test.started_by_id, test.started_at = new_id(now), by.staff, now
    try:
        with transaction.atomic():
            test.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "duty.reach_running", _("同一个晚上或同一支队伍的测试正在进行。"), _("请等它到时，再开始下一次。")
        ) from error
    return test


def _ask(test: ReachTest, people: Sequence["Staff"], minutes: int, by: Actor, now: datetime) -> None:
    words = gettext(_QUESTION) % {"minutes": minutes}
    calls = []
    posts = org.post_regions([person.id for person in people], now=now)
    for person in people:
        region = _seen_by(person, posts.get(person.id, ()), by) or test.region
        calls.append(
            ReachCall(
                id=new_id(now),
                region=region,
                test=test,
                staff_id=person.id,
                asked_at=now,
                due_at=test.due_at,
                messaged=tell(person, words, region=region, subject=test.id, now=now),
            )
        )
    ReachCall.objects.bulk_create(calls)


def _seen_by(person: "Staff", posts: Sequence[int], by: Actor) -> int | None:
    """Where he sees what he is asked: in the region of his unit, else in that of a post which leaves that out; None
    for people of offices around ours, who are asked as people of ours."""
    own = person.unit.region
    if not posts or any(contains(region, own) for region in posts):
        return own if by.sees(own) else None
    return next((region for region in posts if by.sees(region)), None)
