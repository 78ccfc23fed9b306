from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import Sex


class Person(models.Model):
    """Somebody who is helped, known by name or, until then, by a temporary number.

    The birth date stands in clear, because age bands are computed over whole counties; for that reason no digit of an
    identity number is ever stored in clear: with the home county and the birth date the last four would complete it.
    """

    access = Scoped(web="siu", worker="siu", batch="si", auditor="s")
    personal = frozenset(
        {
            "name_sealed",
            "name_masked",
            "sex",
            "birth_on",
            "birth_year",
            "ethnic_code",
            "phone_sealed",
            "phone_masked",
            "address_sealed",
            "address_masked",
            "hukou_region",
            "dead_on",
        }
    )
    harmless = frozenset(
        {"id", "region", "temporary_number", "photo", "merged_into", "version", "registered_at", "changed_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=60, blank=True, default="")
    temporary_number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001  null where there is none
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField(null=True)
    birth_year = models.SmallIntegerField(null=True)
    """An estimate, while the date is unknown."""
    ethnic_code = models.CharField(max_length=2, blank=True, default="")
    """GB/T 3304 number, 01 to 58, 97 other, 98 naturalised."""
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.CharField(max_length=30, blank=True, default="")
    address_sealed = models.BinaryField(null=True)
    address_masked = models.CharField(max_length=200, blank=True, default="")
    hukou_region = models.BigIntegerField(null=True)
    dead_on = models.DateField(null=True)
    photo = models.UUIDField(null=True)
    """Id in `files`."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(name_sealed__isnull=False) | Q(temporary_number__isnull=False),
                name="people_person_name_or_number",
            ),
            models.CheckConstraint(
                condition=Q(birth_on__isnull=True) | Q(birth_year__isnull=True), name="people_person_one_birth"
            ),
            models.CheckConstraint(
                condition=Q(birth_on__isnull=True) | Q(dead_on__isnull=True) | Q(dead_on__gte=F("birth_on")),
                name="people_person_dies_after_birth",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="people_person_sex"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="people_person_not_into_itself"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}_sealed__isnull": True, f"{field}_masked": ""})
                    | (Q(**{f"{field}_sealed__isnull": False}) & ~Q(**{f"{field}_masked": ""})),
                    name=f"people_person_{field}_paired",
                )
                for field in ("name", "phone", "address")
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="people_person_region"),
            models.Index(fields=["birth_on"], name="people_person_birth"),
        ]
