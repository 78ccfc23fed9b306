"""States of a follow-up visit. A visit that resolves nothing opens the next one (RES-017)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nuandong.rescue.kinds_encounter import RESOLVED, FollowUpOutcome

DUE: Final = ""
"""The outcome of a visit nobody has made yet."""

FOLLOW_UP: Final[Mapping[str, Mapping[FollowUpOutcome, bool]]] = MappingProxyType(
    {
        DUE: {outcome: outcome not in RESOLVED for outcome in FollowUpOutcome},
        **{outcome.value: {} for outcome in FollowUpOutcome},
    }
)
"""Outcome so far → outcome of the visit → whether another visit falls due."""
