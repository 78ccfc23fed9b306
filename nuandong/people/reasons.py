"""Why somebody reads in full what is masked: words that the journal keeps."""

from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _

FEW: Final = 4
"""Characters at least, where a whole list is taken."""
_LONGEST: Final = 200


def stated(reason: str, advice: str, *, fewest: int = FEW) -> str:
    """The reason cleaned. Raises Invalid, with `advice`, for one of fewer characters than `fewest`."""
    why = clean_line(reason, _LONGEST, field="reason")
    if len(why) < fewest:
        raise Invalid("people.reason_missing", _("没有写明查看原因。"), advice, field="reason")
    return why
