"""States of a transfer, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferState(models.TextChoices):
    SENT = "sent", _("在途")
    RECEIVED = "received", _("已签收")


TRANSITIONS: Final[Mapping[TransferState, Mapping[str, TransferState]]] = MappingProxyType(
    {
        TransferState.SENT: {"confirm_transfer": TransferState.RECEIVED},
        TransferState.RECEIVED: {},
    }
)
"""State → act → next state. Goods that come back undelivered are confirmed with zero and sent again."""
