from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped


class Need(models.Model):
    """What one household needs in one season, in the columns of the official ledger (DIS-017, DIS-018).

    A later ledger that says something else ends this row and begins another; of one season one row is in force.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {
            "household_type", "loss_type", "difficulty", "period", "account_sealed", "account_masked", "account_blind",
            "holder_masked",
        }
    )  # fmt: skip
    harmless = frozenset(
        {
            "id", "region", "season", "household", "ledger", "size", "persons", "cash_fen", "goods_fen",
            "payment_form", "grain_kg", "clothes", "quilts", "bank", "holder_other", "replaces",
            "recorded_at", "ended_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.SmallIntegerField()
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey("relief.LedgerFile", on_delete=models.PROTECT, related_name="needs")
    household_type = models.CharField(max_length=30, blank=True, default="")
    """A code of library/relief/lists.yaml, as are the other lists."""
    size = models.PositiveSmallIntegerField()
    persons = models.PositiveSmallIntegerField()
    """How many of the household need relief."""
    cash_fen = models.BigIntegerField(default=0)
    goods_fen = models.BigIntegerField(default=0)
    payment_form = models.CharField(max_length=30, blank=True, default="")
    loss_type = models.CharField(max_length=30, blank=True, default="")
    difficulty = models.CharField(max_length=30, blank=True, default="")
    period = models.CharField(max_length=30, blank=True, default="")
    """What is lacked most and when help is needed, where a ledger says so (DIS-005)."""
    grain_kg = models.PositiveIntegerField(null=True)
    clothes = models.PositiveIntegerField(null=True)
    quilts = models.PositiveIntegerField(null=True)
    account_sealed = models.BinaryField(null=True)
    account_masked = models.CharField(max_length=30, blank=True, default="")
    account_blind = models.BinaryField(null=True, max_length=16)
    bank = models.CharField(max_length=60, blank=True, default="")
    """Where the account was opened, as the ledger says."""
    holder_masked = models.CharField(max_length=60, blank=True, default="")
    holder_other = models.BooleanField(null=True)
    """Whether the account is in another name than the head's; None where the ledger does not say whose it is."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["season", "household"], condition=Q(ended_at=None), name="relief_need_one_in_force"
            ),
            models.CheckConstraint(condition=Q(persons__lte=F("size"), size__gte=1), name="relief_need_persons"),
            models.CheckConstraint(condition=Q(cash_fen__gte=0, goods_fen__gte=0), name="relief_need_money"),
            models.CheckConstraint(
                condition=Q(account_sealed=None, account_blind=None, account_masked="")
                | Q(account_sealed__isnull=False, account_blind__isnull=False),
                name="relief_need_account_paired",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "season", "id"], name="relief_need_region"),
            models.Index(fields=["account_blind"], condition=Q(ended_at=None), name="relief_need_account"),
        ]
