"""Is the patrol round in a fit state?"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from nuandong.geo.kinds import KEY_LOCATIONS, PlaceKind
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.rescue.models import PatrolRound
from nuandong.rescue.policies.dispatch import check_time

if TYPE_CHECKING:
    from nuandong.geo.models import Place


def can_go_on(patrol: PatrolRound) -> bool:
    return patrol.ended_at is None


def check_going_on(patrol: PatrolRound) -> None:
    """Raise NotNow for a round that is over."""
    if not can_go_on(patrol):
        raise NotNow("rescue.round_over", _("这次巡查已经结束。"), _("请开始新的巡查，再打卡。"))


def check_within(patrol: PatrolRound, at: datetime, *, now: datetime) -> datetime:
    """The time of a check or of the end; raises Invalid for the future and for a time before the round began."""
    return check_time(at, now=now, not_before=patrol.started_at)


def check_patrolled(place: "Place") -> None:
    """Raise Invalid for a facility or a retired place: a patrol visits key locations (RES-008)."""
    if not place.active or PlaceKind(place.kind) not in KEY_LOCATIONS:
        raise Invalid(
            "rescue.not_a_key_location",
            _("“%(name)s”不是在用的巡查点位。"),
            _("请从今晚的点位列表中选择；新点位请先登记。"),
            field="place",
            name=place.name,
        )


def check_partners(units: Iterable[UUID]) -> list[UUID]:
    """The units that go along, each once and sorted; raises Invalid for an unknown one (RES-010)."""
    partners = sorted(set(units))
    if len(org.unit_names(partners)) != len(partners):
        raise Invalid(
            "rescue.joint_unit_unknown",
            _("联合巡查单位不在单位名册中。"),
            _("请从名册中选择，或先登记单位。"),
            field="joint_units",
        )
    return partners
