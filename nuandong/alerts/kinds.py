"""How messages reach us, and what becomes of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """The way a message came in."""

    FILE = "file", _("文件导入")
    EMAIL = "email", _("电子邮件")
    API = "api", _("接口")


class Outcome(TextChoices):
    """What became of it."""

    ACCEPTED = "accepted", _("已接收")
    REPEATED = "repeated", _("重复收到")
    REFUSED = "refused", _("已拒收")
