from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import amounts, freezes, hands, limits, moving, surveys
from nuandong.relief.actions.report_application import check_category, check_size
from nuandong.relief.events.applying import ApplicationReopened, ApplicationRevised, ApplicationWithdrawn
from nuandong.relief.lookups import application_of
from nuandong.relief.models import Application
from nuandong.relief.policies_applying import (
    ASSESS,
    REPORT,
    check_reason,
    check_reopenable,
    check_revisable,
    check_withdrawable,
)
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.steps import ApplicationState, Step


@transaction.atomic
def revise_application(
    *,
    by: Actor,
    now: datetime,
    application: UUID,
    version: int,
    persons: int,
    facts: Mapping[str, object],
    survey: surveys.Survey,
    category: str = "",
) -> Application:
    """Complete or correct the facts before the village assesses them, or after a return; the amount is new.

    A returned one is assessed anew. Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow, Conflict when somebody
    changed it since `version` was read. Source: DIS-020.
    """
    row = application_of(application, lock=True)
    permissions.check(by, REPORT, region=row.region)
    check_open(row.season)
    check_revisable(row)
    freezes.check_not_frozen([row.region], row.season.year)
    if row.version != version:
        raise Conflict("relief.changed_meanwhile", _("这份申请刚刚有人改过。"), _("请刷新页面，看过新的内容再改。"))
    size = len(people.household(row.household_id, by=by, on=local_date(now)).members)
    check_size(persons, size)
    check_category(category)
    hands.note([row], Step.REPORT, by=by, now=now)
    state = row.state
    row.size, row.persons, row.category = size, persons, category
    row.facts = amounts.kept(row.season, facts)
    row.reason_sealed = surveys.sealed(surveys.checked(survey, row.season, local_date(now)), row.id)
    amounts.work_out_whole(row.season, row)
    limits.check_survey(row.season, row, survey)
    row.version += 1
    if state == ApplicationState.RETURNED:
        # It leaves the pack it was returned from: once assessed again it goes with the next one.
        row.state, row.pack, row.moved_at = ApplicationState.REPORTED, None, now
    row.save()
    payload = ApplicationRevised(state=state, amount_fen=row.amount_fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row


@transaction.atomic
def withdraw_application(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """The household does not ask for relief any more; only before the county has it on a list.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow.
    """
    row = application_of(application, lock=True)
    permissions.check(by, REPORT, region=row.region)
    check_withdrawable(row)
    freezes.check_not_frozen([row.region], row.season.year)
    reason = check_reason(why)
    moving.move([row.id], "withdraw", now=now)
    payload = ApplicationWithdrawn(state=row.state)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason)
    return application_of(row.id)


@transaction.atomic
def reopen_application(*, by: Actor, now: datetime, application: UUID, why: str) -> Application:
    """Take a supporting assessment back while nothing has followed: no notice of the household was posted.

    Raises NotFound, Forbidden, OutOfScope, Invalid without a reason, NotNow.
    """
    row = application_of(application, lock=True)
    permissions.check(by, ASSESS, region=row.region)
    check_open(row.season)
    check_reopenable(row)
    freezes.check_not_frozen([row.region], row.season.year)
    reason = check_reason(why)
    hands.note([row], Step.ASSESS, by=by, now=now)
    row.notice_lines.filter(removed_at=None).update(removed_at=now)
    moving.move([row.id], "reopen", now=now, pack=None)
    journal.record(ApplicationReopened(), by=by, now=now, region=row.region, subject=row.id, reason=reason)
    return application_of(row.id)
