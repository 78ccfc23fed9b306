"""Pairs of records that may be of one person, and persons by birthday, by which they are found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedPair",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("probability", models.PositiveIntegerField()),
                ("sure", models.BooleanField()),
                ("outcomes", models.JSONField()),
                ("weights", models.CharField(max_length=40)),
                ("told", models.BinaryField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核对"),
                            ("same", "同一人"),
                            ("different", "不是同一人"),
                            ("unsure", "暂不能判断"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "person_a",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person_b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-probability", "id"], name="people_proposedpair_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("person_a", "person_b"), name="people_proposedpair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("person_a__lt", models.F("person_b"))), name="people_proposedpair_ordered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability__lte", 1000000)), name="people_proposedpair_probability"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "same", "different", "unsure"])),
                        name="people_proposedpair_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="people_proposedpair_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddIndex(model_name="person", index=models.Index(fields=["birth_on"], name="people_person_birth")),
    ]
