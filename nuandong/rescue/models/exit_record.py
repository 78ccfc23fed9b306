from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_stay import Voucher

MOST_CASH_FEN = 2000


class ExitRecord(models.Model):
    """How and with what somebody left: the end of the 在站服务及离站登记表. Amounts in fen."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {"receiver_sealed", "reason_sealed", "witness_sealed", "sheet_reason_sealed", "voucher_to", "voucher_from"}
    )
    harmless = frozenset(
        {
            "id",
            "region",
            "stay",
            "kind",
            "at",
            "reason",
            "request",
            "statement_photo",
            "handover_sheet",
            "voucher",
            "voucher_fen",
            "cash_fen",
            "cash_receipt",
            "recorded_by",
            "recorded_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    stay = models.OneToOneField("rescue.Stay", on_delete=models.PROTECT, related_name="exit_record")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True, default="")
    """Code of `reasons` or `refusals` in library/rescue/exits.yaml."""
    reason_sealed = models.BinaryField(null=True)
    receiver_sealed = models.BinaryField(null=True)
    """Who took the person over, and by what right."""
    request = models.ForeignKey("rescue.LeaveRequest", null=True, on_delete=models.PROTECT, related_name="exits")
    """The signed decision this exit rests on."""
    statement_photo = models.UUIDField(null=True)
    witness_sealed = models.BinaryField(null=True)
    """Who saw the person go, where he signed no statement."""
    handover_sheet = models.UUIDField(null=True)
    sheet_reason_sealed = models.BinaryField(null=True)
    """Why there is no hand-over sheet."""
    voucher = models.CharField(max_length=10, choices=Voucher, blank=True, default="")
    voucher_from = models.CharField(max_length=60, blank=True, default="")
    voucher_to = models.CharField(max_length=60, blank=True, default="")
    voucher_fen = models.BigIntegerField(default=0)
    cash_fen = models.BigIntegerField(default=0)
    cash_receipt = models.UUIDField(null=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cash_fen=0) | Q(cash_fen__range=(1, MOST_CASH_FEN), cash_receipt__isnull=False),
                name="rescue_exit_cash_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(voucher="", voucher_fen=0) | (~Q(voucher="") & Q(voucher_fen__gte=0)),
                name="rescue_exit_voucher",
            ),
        ]
        indexes = [models.Index(fields=["region", "at"], name="rescue_exit_region")]
