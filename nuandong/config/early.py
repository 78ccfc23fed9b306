"""The reference files that the application cannot start without: kinds of events take their codes from them."""

from django.conf import settings

from nuandong.kernel import reference
from nuandong.publicity import catalogue as publicity
from nuandong.tasks import kinds_of_work as work


def problems() -> list[str]:
    """One sentence for each that cannot be read. To be asked for before Django is set up; then ours stand in for
    them, so that all the others can be looked at as well."""
    reference.use_local(settings.NUANDONG_LIBRARY)
    return list(reference.problems((work.kinds, publicity.channels)))
