from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.machine.access import Unscoped


class Outcome(models.TextChoices):
    DONE = "done", _("成功")
    WRONG = "wrong", _("用户名或密码错误")
    LOCKED = "locked", _("账号已锁定")


class LoginAttempt(models.Model):
    """Each try to sign in. The typed name is kept only as a keyed hash: people type passwords there by mistake."""

    access = Unscoped("signing in comes before any scope", web="si", worker="sid", auditor="s")
    personal = frozenset({"name_blind"})
    harmless = frozenset({"id", "account", "machine", "at", "outcome"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    name_blind = models.BinaryField(max_length=16)
    account = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="attempts")
    machine = models.UUIDField(null=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        indexes = [models.Index(fields=["name_blind", "at"], name="org_attempt_name")]
