import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tasks", "0005_opinion"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("unit", models.UUIDField()),
                ("channel", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("link", models.CharField(blank=True, default="", max_length=300)),
                ("times", models.PositiveIntegerField(default=1)),
                ("copies", models.PositiveIntegerField(null=True)),
                ("reached", models.PositiveIntegerField(null=True)),
                ("base", models.PositiveIntegerField(null=True)),
                ("duty", models.UUIDField(null=True)),
                (
                    "works",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("event", models.UUIDField(unique=True)),
                ("voided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region", "id"], name="publicity_ann_region"),
                    models.Index(fields=["channel", "at"], name="publicity_ann_channel"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="publicity_announcement_said"
                    ),
                    models.CheckConstraint(condition=models.Q(("times__gte", 1)), name="publicity_announcement_times"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("unit", models.UUIDField()),
                ("by_unit", models.UUIDField()),
                ("source", models.CharField(max_length=40)),
                ("link", models.CharField(blank=True, default="", max_length=300)),
                ("what", models.CharField(max_length=180)),
                (
                    "seriousness",
                    models.CharField(
                        choices=[("general", "一般"), ("serious", "较大"), ("grave", "重大")], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "待核实"),
                            ("verified", "待回应"),
                            ("answered", "待办结"),
                            ("closed", "已办结"),
                        ],
                        default="found",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("found_by", models.UUIDField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("true", "属实"), ("partly", "部分属实"), ("untrue", "不属实")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True)),
                ("verified_by", models.UUIDField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                ("answer_link", models.CharField(blank=True, default="", max_length=300)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("returned", models.PositiveSmallIntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="tasks.task"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region", "id"], name="publicity_opinion_region"),
                    models.Index(fields=["unit", "state"], name="publicity_opinion_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="publicity_opinion_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seriousness__in", ["general", "serious", "grave"])),
                        name="publicity_opinion_serious",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "found"), ("verified_at", None)),
                            models.Q(
                                ("state__in", ["verified", "answered", "closed"]),
                                ("verified_at__isnull", False),
                                ("verdict__in", ["true", "partly", "untrue"]),
                            ),
                            _connector="OR",
                        ),
                        name="publicity_opinion_verified_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["answered", "closed"]), _negated=True),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="publicity_opinion_answered_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True), ("closed_at", None), ("closed_by", None)
                            ),
                            _connector="OR",
                        ),
                        name="publicity_opinion_closed_by_somebody",
                    ),
                ],
            },
        ),
    ]
