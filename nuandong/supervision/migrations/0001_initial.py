import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tasks", "0004_escalation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("title", models.CharField(max_length=80)),
                (
                    "place_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "unit_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("pools", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("seed", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["region", "id"], name="supervision_draw_region")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="supervision_draw_titled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$"), ("seed__regex", "^[0-9a-f]{64}$")),
                        name="supervision_draw_hexadecimal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("place", models.UUIDField(null=True)),
                ("unit", models.UUIDField(null=True)),
                ("pick", models.UUIDField(null=True)),
                ("inspectors", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("by_unit", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("looked", models.JSONField(default=dict)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("good", "未发现问题"),
                            ("on_the_spot", "有问题，当场整改"),
                            ("problems", "有问题，需要整改"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note_sealed", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["region", "id"], name="supervision_visit_region")],
                "constraints": [
                    models.UniqueConstraint(fields=("pick",), name="supervision_visit_pick_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", None), ("unit__isnull", False)),
                            models.Q(("place__isnull", False), ("unit", None)),
                            _connector="OR",
                        ),
                        name="supervision_visit_place_or_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["good", "on_the_spot", "problems"])),
                        name="supervision_visit_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("inspectors", []), _negated=True), name="supervision_visit_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitFile",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("file", models.UUIDField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="supervision.visit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DrawPick",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("place", models.UUIDField(null=True)),
                ("unit", models.UUIDField(null=True)),
                ("inspectors", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="picks", to="supervision.draw"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "number"), name="supervision_pick_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", None), ("unit__isnull", False)),
                            models.Q(("place__isnull", False), ("unit", None)),
                            _connector="OR",
                        ),
                        name="supervision_pick_place_or_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("unit", models.UUIDField()),
                ("by_unit", models.UUIDField()),
                (
                    "severity",
                    models.CharField(
                        choices=[("general", "一般"), ("serious", "较重"), ("grave", "严重")], max_length=10
                    ),
                ),
                ("what", models.CharField(max_length=180)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(choices=[("open", "整改中"), ("closed", "已销号")], default="open", max_length=10),
                ),
                ("failed", models.PositiveSmallIntegerField(default=0)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.UUIDField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="tasks.task"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="supervision.visit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region", "id"], name="supervision_finding_region"),
                    models.Index(fields=["unit", "state"], name="supervision_finding_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["general", "serious", "grave"])),
                        name="supervision_finding_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="supervision_finding_closed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="supervision_finding_said"
                    ),
                ],
            },
        ),
    ]
