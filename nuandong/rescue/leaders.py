"""Who may confirm what the crew or the operator may not decide alone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuandong.duty import selectors as duty
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


def check_leader(staff: UUID, *, region: int, moments: Iterable[datetime]) -> None:
    """Raise Invalid unless somebody leads the duty of a region (12-digit code), or heads it, at one of the moments."""
    if not any(staff == one.staff for at in moments for one in duty.next_leaders(at, region)):
        raise Invalid(
            "rescue.not_a_leader",
            _("所选的确认人不是带班领导。"),
            _("请从列表中选择带班领导或单位负责人。"),
            field="confirmed_by",
        )
