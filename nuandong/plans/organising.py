"""What the members and work groups of a plan's organisation do, by the codes that plan files use."""

from collections.abc import Mapping
from functools import cache

from nuandong.kernel import reference


class Duties(reference.Entry):
    duties: dict[str, reference.Title]


@cache
def duties() -> Mapping[str, str]:
    """The titles by their codes; a county's own file stands in for ours."""
    return reference.read(reference.LIBRARY / "organisation" / "duties.yaml", Duties).duties
