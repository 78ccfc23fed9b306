from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Unscoped


class Destruction(models.Model):
    """The destruction of a season's personal data: assessed, approved, done by one while another watches.

    It covers the ordinary season with the temporary relief that follows it. What it destroys is fixed by its items.
    """

    access = Unscoped(
        "which season's data are destroyed, without personal data: whoever brings data in below must see it",
        web="siu",
        worker="su",
        batch="s",
        auditor="s",
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "season", "number", "assessed", "drafted_by", "drafted_at", "changed_at", "approved_by",
            "approved_at", "executor", "executor_at", "witness", "witness_at", "salt", "items", "done", "digest",
            "started_at", "tries", "trouble", "destroyed_at", "dropped_by", "dropped_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The county."""
    season = models.ForeignKey("relief.Season", on_delete=models.PROTECT, related_name="destructions", db_index=False)
    number = models.PositiveSmallIntegerField()
    assessed = models.JSONField(default=list)
    """[kind, records, treatment, ground or reason, kept until] each, in the order of the library."""
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    executor = models.UUIDField(null=True)
    executor_at = models.DateTimeField(null=True)
    """When the executor said that it may begin."""
    witness = models.UUIDField(null=True)
    witness_at = models.DateTimeField(null=True)
    salt = models.BinaryField(null=True, max_length=32)
    """Goes into the digest of every record, and goes when the work is done: no digest can be guessed back."""
    items = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 over the whole inventory, as the journal has it too."""
    started_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")
    """Why it stopped, in words."""
    destroyed_at = models.DateTimeField(null=True)
    dropped_by = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="relief_destruction_number"),
            models.UniqueConstraint(
                fields=["season"],
                condition=Q(destroyed_at=None, dropped_at=None),
                name="relief_destruction_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, executor=None, witness=None, started_at=None)
                | (
                    Q(approved_at__isnull=False, executor__isnull=False, witness__isnull=False)
                    & ~Q(digest="")
                    & ~Q(approved_by=F("drafted_by"))
                    & ~Q(executor=F("witness"))
                    & ~Q(executor=F("approved_by"))
                    & ~Q(witness=F("approved_by"))
                ),
                name="relief_destruction_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(executor_at__isnull=False, witness_at__isnull=False),
                name="relief_destruction_watched",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(started_at__isnull=False, salt=None, done=F("items"), trouble=""),
                name="relief_destruction_whole",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(destroyed_at=None, done=0), name="relief_destruction_dropped_before"
            ),
        ]
