import django.db.models.deletion
from django.db import migrations, models

from nuandong.relief.migrations._destroying import CLOSE_DOORS, OPEN_DOORS


class Migration(migrations.Migration):
    dependencies = [
        ("relief", "0020_paper_withdrawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("assessed", models.JSONField(default=list)),
                ("drafted_by", models.UUIDField()),
                ("drafted_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("executor", models.UUIDField(null=True)),
                ("executor_at", models.DateTimeField(null=True)),
                ("witness", models.UUIDField(null=True)),
                ("witness_at", models.DateTimeField(null=True)),
                ("salt", models.BinaryField(max_length=32, null=True)),
                ("items", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("started_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("dropped_by", models.UUIDField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions",
                        to="relief.season",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=40)),
                ("record", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "destruction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="relief.destruction",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(fields=("season", "number"), name="relief_destruction_number"),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("destroyed_at", None), ("dropped_at", None)),
                fields=("season",),
                name="relief_destruction_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at", None),
                        ("approved_by", None),
                        ("executor", None),
                        ("started_at", None),
                        ("witness", None),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("executor__isnull", False),
                        ("witness__isnull", False),
                        models.Q(("digest", ""), _negated=True),
                        models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        models.Q(("executor", models.F("witness")), _negated=True),
                        models.Q(("executor", models.F("approved_by")), _negated=True),
                        models.Q(("witness", models.F("approved_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="relief_destruction_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_at", None),
                    models.Q(("executor_at__isnull", False), ("witness_at__isnull", False)),
                    _connector="OR",
                ),
                name="relief_destruction_watched",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("destroyed_at", None),
                    models.Q(
                        ("done", models.F("items")), ("salt", None), ("started_at__isnull", False), ("trouble", "")
                    ),
                    _connector="OR",
                ),
                name="relief_destruction_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dropped_at", None), models.Q(("destroyed_at", None), ("done", 0)), _connector="OR"
                ),
                name="relief_destruction_dropped_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(fields=("destruction", "serial"), name="relief_destruction_item_serial"),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(
                fields=("destruction", "source", "record"), name="relief_destruction_item_once"
            ),
        ),
        migrations.RunSQL(OPEN_DOORS, CLOSE_DOORS),
    ]
