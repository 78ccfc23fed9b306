import django.db.models.deletion
from django.db import migrations, models

# More figures are derived than before: all events are counted again, from the first.
AGAIN = "DELETE FROM reports_figure; DELETE FROM journal_consumer WHERE name = 'reports.figures';"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("reports", "0006_national"),
    ]

    operations = [
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("report", models.UUIDField()),
                ("report_code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("season", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("content_sealed", models.BinaryField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.UUIDField()),
                ("by_unit", models.UUIDField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "-published_at"], name="reports_issue_place")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "report_code", "season", "number"), name="reports_issue_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("report",),
                        name="reports_issue_of_a_report_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="reports_issue_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__gte", models.F("published_at")),
                                ("withdrawn_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reports_issue_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueCopy",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("unit", models.UUIDField()),
                ("sent_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by", models.UUIDField(null=True)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="reports.issue"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "-sent_at"], name="reports_copy_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "unit"), name="reports_copy_once_for_a_unit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reports_copy_read_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
