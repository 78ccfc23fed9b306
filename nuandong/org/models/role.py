from django.contrib.postgres.fields import ArrayField
from django.db import models

from nuandong.machine.access import Unscoped


class Role(models.Model):
    """A named list of permissions. Defaults come from library/roles; a role changed here keeps its local form."""

    access = Unscoped("which role may what, no personal data", web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"code", "title", "about", "permissions", "field", "changed_locally", "changed_at"})

    code = models.CharField(primary_key=True, max_length=40)
    title = models.CharField(max_length=40, unique=True)
    about = models.CharField(max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=60))
    field = models.BooleanField(default=False)
    changed_locally = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex="^[a-z][a-z_]*$"), name="org_role_code_plain"),
        ]

    def __str__(self) -> str:
        return self.title
