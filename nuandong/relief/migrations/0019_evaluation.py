import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("relief", "0018_check_run")]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("affected_persons", models.PositiveIntegerField()),
                ("targets", models.JSONField(default=list)),
                ("effect", models.TextField(blank=True, default="")),
                ("problems", models.TextField(blank=True, default="")),
                ("practice", models.TextField(blank=True, default="")),
                ("advice", models.TextField(blank=True, default="")),
                ("figures", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("drafted_by", models.UUIDField()),
                ("drafted_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="relief.season",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["season", "number"], name="relief_evaluation_number"),
                    models.UniqueConstraint(
                        fields=["season"], condition=Q(signed_at=None), name="relief_evaluation_one_draft"
                    ),
                    models.CheckConstraint(condition=Q(affected_persons__gt=0), name="relief_evaluation_affected"),
                    models.CheckConstraint(
                        condition=Q(signed_by=None, signed_at=None)
                        | (
                            Q(signed_at__isnull=False, signed_by__isnull=False)
                            & ~Q(digest="")
                            & ~Q(signed_by=F("drafted_by"))
                        ),
                        name="relief_evaluation_two_pairs_of_eyes",
                    ),
                ],
            },
        ),
    ]
