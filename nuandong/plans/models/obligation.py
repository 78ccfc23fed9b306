from django.db import models

from nuandong.machine.access import Unscoped


class Obligation(models.Model):
    """One duty of a version of a plan, for lists and titles; what it asks for is read from the version's text."""

    access = Unscoped("plans are public papers without personal data", web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "version", "position", "code", "kind", "title", "strength", "source", "responsible"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="obligations")
    position = models.SmallIntegerField()
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    strength = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    responsible = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="plans_obligation_once_in_a_version")]

    def __str__(self) -> str:
        return self.title
