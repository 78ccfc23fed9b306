from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import DocumentKind


class IdentityDocument(models.Model):
    """A paper somebody showed, or the statement that there is none. The number is sealed; its hash finds equals.

    One number stands once in a region. Across regions it may stand again: a person far from home must be taken in by
    a station that cannot see the register at home; the county that sees both is shown the pair.
    """

    access = Scoped(web="siu", worker="siu", batch="si", auditor="s")
    personal = frozenset({"number_sealed", "number_blind"})
    harmless = frozenset({"id", "region", "person", "kind", "valid_until", "recorded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    number_sealed = models.BinaryField(null=True)
    number_blind = models.BinaryField(null=True, max_length=16)
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_blind", "region"], name="people_document_once_per_region"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind=DocumentKind.NONE), name="people_document_none_said_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.NONE, number_sealed__isnull=True, number_blind__isnull=True)
                | (~Q(kind=DocumentKind.NONE) & Q(number_sealed__isnull=False, number_blind__isnull=False)),
                name="people_document_number_paired",
            ),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="people_document_kind"),
        ]
