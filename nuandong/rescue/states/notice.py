"""States of a kin-search notice, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("待发布")
    HELD = "held", _("等候公安意见")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


NOTICE: Final[Mapping[NoticeState, Mapping[str, NoticeState]]] = MappingProxyType(
    {
        NoticeState.DRAFT: {
            "hold": NoticeState.HELD,
            "publish_notice": NoticeState.PUBLISHED,
            "withdraw_notice": NoticeState.WITHDRAWN,
        },
        NoticeState.HELD: {"release_notice": NoticeState.DRAFT, "withdraw_notice": NoticeState.WITHDRAWN},
        NoticeState.PUBLISHED: {
            "hold": NoticeState.HELD,
            "publish_notice": NoticeState.PUBLISHED,
            "withdraw_notice": NoticeState.WITHDRAWN,
        },
        NoticeState.WITHDRAWN: {},
    }
)
"""State → act → next state. Suspicion that comes up after publication takes the notice off the page again."""

LIVE: Final = (NoticeState.DRAFT, NoticeState.HELD, NoticeState.PUBLISHED)
"""At most one notice of a stay is in one of these."""


def before(act: str) -> tuple[NoticeState, ...]:
    """The states from which an act is possible."""
    return tuple(state for state, acts in NOTICE.items() if act in acts)
