"""Drafts of seasons: which there are, the plan in each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.duty.errors import no_such, required
from nuandong.duty.models import RosterDraft
from nuandong.duty.season.plan import LONGEST, MOST_LINES, SeasonPlan
from nuandong.duty.states import DraftState
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org.rows import only


def drafts(*, by: Actor, limit: int = 50) -> list[RosterDraft]:
    """Those being made first, then the published ones, newest first; dropped ones are left out. Raises Forbidden."""
    permissions.check(by, "duty.roster.change")
    rows = RosterDraft.objects.exclude(state=DraftState.DROPPED).select_related("made_by")
    return list(rows.order_by("state", "-id")[:limit])


def draft(identity: UUID, *, by: Actor) -> RosterDraft:
    """One draft, published or dropped ones included. Raises Forbidden, NotFound."""
    permissions.check(by, "duty.roster.change")
    return only(RosterDraft.objects.select_related("made_by").filter(id=identity), no_such(_("整季值班表")))


def open_draft(identity: UUID, *, by: Actor, seen: str) -> RosterDraft:
    """A draft to be changed, locked, as it was seen (`seen_as`). Raises Forbidden, OutOfScope, NotFound, NotNow,
    Conflict when somebody changed it meanwhile."""
    found = only(RosterDraft.objects.select_for_update(no_key=True).filter(id=identity), no_such(_("整季值班表")))
    permissions.check(by, "duty.roster.change", region=found.region)
    if found.state != DraftState.DRAFT:
        raise NotNow("duty.season_closed", _("这份值班表已发布或作废。"), _("要再改，请逐个班次调整，或新建一份。"))
    if seen != seen_as(found):
        raise Conflict("duty.season_changed_meanwhile", _("这份草稿刚刚被别人改过。"), _("请返回刷新，核对后再试。"))
    return found


def seen_as(found: RosterDraft) -> str:
    """What a page remembers of a draft, so that nobody publishes what he has not seen."""
    return found.changed_at.astimezone(SHANGHAI).isoformat()


def plan_of(found: RosterDraft) -> SeasonPlan:
    """The plan of a draft."""
    return SeasonPlan.model_validate(found.plan)


def checked(plan: SeasonPlan) -> dict[str, Any]:
    """A plan as it is kept. Raises Invalid for dates, too many places, a line without people or a place."""
    if not plan.first <= plan.last or plan.last - plan.first >= LONGEST:
        raise Invalid(
            "duty.season_days",
            _("起止日期不对，一季最长 %(days)d 天。"),
            _("请重新填写起止日期。"),
            field="last",
            days=LONGEST.days,
        )
    if len(plan.lines) > MOST_LINES:
        raise Invalid("duty.season_lines", _("岗位和队伍太多，一份最多 40 个。"), _("请分成几份值班表。"))
    for line in plan.lines:
        at_post = line.post is not None and line.team is None and line.vehicle is None
        with_team = line.team is not None and line.post is None and not line.leader
        if not (at_post or with_team) or not line.crews or not all((*line.crews, *line.holiday_crews)):
            raise Invalid(
                "duty.season_line",
                _("每一行要有岗位或队伍，要有轮班的人；带班领导只排在岗位上，车辆只随队伍。"),
                _("请改正后再保存。"),
                field="duty",
            )
    return plan.model_dump(mode="json")


def clean_title(text: str) -> str:
    """A title of at most forty characters; Invalid when empty."""
    words = clean_line(text, 40, field="title")
    if not words:
        raise required("title", _("名称"))
    return words


def record(kind: Callable[..., journal.Payload], found: RosterDraft, *, by: Actor, now: datetime, **more: int) -> None:
    """The event of an act on a draft, told in the words of its plan."""
    plan = plan_of(found)
    payload = kind(first=plan.first, last=plan.last, lines=len(plan.lines), **more)
    journal.record(payload, by=by, now=now, region=found.region, subject=found.id)
