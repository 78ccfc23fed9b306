from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.machine.access import Unscoped


class Means(models.TextChoices):
    PASSWORD = "password", _("密码")
    PIN = "pin", _("快捷码")


class End(models.TextChoices):
    LOGOUT = "logout", _("退出登录")
    IDLE = "idle", _("长时间未操作")
    EXPIRED = "expired", _("超过最长时限")
    SWITCHED = "switched", _("换人操作")
    PASSWORD = "password", _("密码已修改")
    ACCOUNT = "account", _("账号停用或人员调离")


class SignedSession(models.Model):
    """One person at one machine, from signing in to leaving. The web session carries only this row's id."""

    access = Unscoped("checked on every request before a scope exists", web="siu", worker="siud", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "account",
            "machine",
            "means",
            "field",
            "opened_at",
            "seen_at",
            "expires_at",
            "second_factor_at",
            "ended_at",
            "end",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="sessions")
    machine = models.UUIDField()
    means = models.CharField(max_length=10, choices=Means)
    field = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    second_factor_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seen_at__gte=F("opened_at")), name="org_session_seen_after_opened"),
            models.CheckConstraint(
                condition=(Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end=""))),
                name="org_session_end_paired",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "opened_at"], name="org_session_account"),
            models.Index(fields=["machine", "opened_at"], name="org_session_machine"),
        ]
