"""Whether a button of a warning works, and if not, why not: asked as the actions ask it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nuandong.alerts import policies
from nuandong.alerts.states import Move
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions

if TYPE_CHECKING:
    from nuandong.alerts.models import WeatherWarning

RECORD = "alerts.warning.record"


def check_change(by: Actor, warning: "WeatherWarning", move: Move) -> None:
    """Raise what the action would raise."""
    permissions.check(by, RECORD, region=warning.message.received_in)
    policies.check_move(warning, move)


def why_not(check: Callable[[], None]) -> str:
    """The words of a refusal; empty when there is none."""
    try:
        check()
    except DomainError as error:
        return (_(error.message) % error.params) + (_(error.advice) % error.params)
    return ""
