"""Where the import of a plan document stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """Open until its plan file is stored or it is given up; neither is undone, the document is read again instead."""

    OPEN = "open", _("核对中")
    STORED = "stored", _("已存入")
    DROPPED = "dropped", _("已放弃")
