import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relief", "0010_outside_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("kind", models.CharField(blank=True, default="", max_length=30)),
                ("subject", models.UUIDField(null=True)),
                ("how", models.CharField(blank=True, default="", max_length=10)),
                ("file", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("page", models.PositiveSmallIntegerField()),
                ("batch", models.UUIDField()),
                ("uploaded_by", models.UUIDField()),
                ("uploaded_at", models.DateTimeField()),
                ("filed_by", models.UUIDField(null=True)),
                ("filed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "season",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="relief.season"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "kind", "id"], name="relief_scan_record"),
                    models.Index(fields=["region", "id"], name="relief_scan_region"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("region", "digest"), name="relief_scan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_at", None), ("kind", ""), ("season", None), ("subject", None)),
                            models.Q(
                                models.Q(("kind", ""), _negated=True),
                                ("filed_at__isnull", False),
                                ("season__isnull", False),
                                ("subject__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="relief_scan_filed_or_not",
                    ),
                    models.CheckConstraint(condition=models.Q(("page__gte", 1)), name="relief_scan_page"),
                ],
            },
        ),
    ]
