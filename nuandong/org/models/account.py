from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nuandong.machine.access import Unscoped


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by user name; they are made only by the action `create_account`."""


class Account(AbstractBaseUser):
    """How a member of staff signs in. What he may do comes from his posts, not from here."""

    access = Unscoped("signing in comes before any scope", web="siu", worker="siu")
    personal = frozenset({"username", "password", "pin_hash", "totp_sealed", "totp_pending_sealed"})
    harmless = frozenset(
        {
            "id",
            "last_login",
            "staff",
            "active",
            "must_change_password",
            "password_changed_at",
            "failed_count",
            "locked_at",
            "totp_step",
            "totp_failed_count",
            "totp_locked_at",
            "pin_failed_count",
            "pin_locked_at",
            "created_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    username = models.CharField(max_length=40, unique=True)
    staff = models.OneToOneField("org.Staff", on_delete=models.PROTECT, related_name="account")
    active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField()
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    totp_sealed = models.BinaryField(null=True)
    totp_pending_sealed = models.BinaryField(null=True)
    # The last time step whose code was accepted: a code is good once.
    totp_step = models.BigIntegerField(default=0)
    totp_failed_count = models.PositiveSmallIntegerField(default=0)
    totp_locked_at = models.DateTimeField(null=True, blank=True)
    pin_hash = models.CharField(max_length=128, blank=True)
    pin_failed_count = models.PositiveSmallIntegerField(default=0)
    pin_locked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,39}$"), name="org_account_username_plain"
            ),
        ]
        indexes = [
            models.Index(fields=["locked_at"], name="org_account_locked", condition=models.Q(locked_at__isnull=False)),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.active

    @property
    def has_second_factor(self) -> bool:
        return self.totp_sealed is not None
