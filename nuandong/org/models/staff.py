from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.machine.access import Unscoped


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Staff(models.Model):
    """Somebody who acts, with or without an account: cadres, police officers, volunteers.

    Names stand clear (they are office data and printed on rosters); phones are sealed.
    """

    access = Unscoped(
        "office data, needed to build a scope before one exists; phones are sealed",
        web="siu",
        worker="siu",
        batch="s",
        auditor="s",
    )
    personal = frozenset({"name", "phone_sealed", "phone_masked", "phone_blind"})
    harmless = frozenset({"id", "sex", "unit", "active", "hired_at", "left_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    name = models.CharField(max_length=40)
    sex = models.CharField(max_length=6, choices=Sex)
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    phone_blind = models.BinaryField(null=True, max_length=16)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="staff")
    active = models.BooleanField(default=True)
    hired_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sex__in=Sex.values), name="org_staff_sex_known"),
            models.CheckConstraint(
                condition=models.Q(active=True, left_at__isnull=True) | models.Q(active=False, left_at__isnull=False),
                name="org_staff_left_or_active",
            ),
            models.CheckConstraint(
                condition=models.Q(phone_sealed__isnull=True, phone_blind__isnull=True, phone_masked="")
                | (models.Q(phone_sealed__isnull=False, phone_blind__isnull=False) & ~models.Q(phone_masked="")),
                name="org_staff_phone_whole_or_absent",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "name"], name="org_staff_unit_name"),
            models.Index(fields=["name", "id"], name="org_staff_name"),
        ]

    def __str__(self) -> str:
        return self.name
