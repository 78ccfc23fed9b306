"""Code lists of informants and their rewards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """What a reward is for (RES-029)."""

    EFFECTIVE_LEAD = "effective_lead", _("提供有效线索")
    DIRECT_HELP = "direct_help", _("直接参与救助")


class Shown(models.TextChoices):
    """What of an informant can be read in full."""

    NAME = "name", _("姓名")
    PHONE = "phone", _("电话")
