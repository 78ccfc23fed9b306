import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relief", "0014_card_seen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("version", models.PositiveSmallIntegerField(null=True)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("content", models.CharField(blank=True, default="", max_length=64)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                ("missing", models.JSONField(default=list)),
                ("content_sealed", models.BinaryField(null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archives",
                        to="relief.season",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("season", "region", "version"), name="relief_archive_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("made_at", None), ("trouble", "")),
                        fields=("season", "region"),
                        name="relief_archive_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content_sealed", None), ("made_at", None), ("version", None)),
                            models.Q(
                                ("content_sealed__isnull", False),
                                ("made_at__isnull", False),
                                ("trouble", ""),
                                ("version__gte", 1),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="relief_archive_made_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArchivePaper",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("funds", "资金文件"),
                            ("minutes", "资金分配会议纪要"),
                            ("request", "用款申请"),
                            ("voucher", "记账凭证"),
                            ("sealed", "盖章扫描件"),
                            ("other", "其他材料"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("file", models.UUIDField(null=True)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("added_by", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                (
                    "payout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="relief.payout",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="relief.season"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["funds", "minutes", "request", "voucher", "sealed", "other"])),
                        name="relief_paper_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "voucher"), ("payout__isnull", False), models.Q(("number", ""), _negated=True)
                            ),
                            models.Q(models.Q(("kind", "voucher"), _negated=True), ("file__isnull", False)),
                            _connector="OR",
                        ),
                        name="relief_paper_voucher_has_a_number_others_a_file",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        fields=("season", "region", "kind", "digest"),
                        name="relief_paper_once",
                    ),
                ],
            },
        ),
    ]
