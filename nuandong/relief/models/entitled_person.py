from django.db import models

from nuandong.machine.access import Scoped


class EntitledPerson(models.Model):
    """A person counted in an entitlement: nobody counts in two households of one season and standard."""

    access = Scoped(web="sid", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "entitlement", "season", "standard", "person"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    entitlement = models.ForeignKey(
        "relief.Entitlement", on_delete=models.PROTECT, related_name="counted", db_index=False
    )
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="+", db_index=False)
    standard = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "standard", "person"], name="relief_entitled_person_once"),
            models.UniqueConstraint(fields=["entitlement", "person"], name="relief_entitled_person_listed_once"),
        ]
