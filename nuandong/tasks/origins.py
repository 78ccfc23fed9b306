"""Where a task comes from."""

from dataclasses import dataclass
from uuid import UUID

from nuandong.tasks.states import OriginKind


@dataclass(frozen=True, slots=True)
class Origin:
    """`of` is the activation of a plan, the finding or the item of public opinion it comes from; `code` names it inside
    a plan: `<phase>.<task>`."""

    kind: OriginKind = OriginKind.MANUAL
    of: UUID | None = None
    code: str = ""


BY_HAND = Origin()
