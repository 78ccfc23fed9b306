import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_proposed_pair"),
        ("relief", "0009_account_holder"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideList",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("season", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("aid", "其他项目发放名单"), ("absence", "长期外出人员名册")], max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("matched", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
                ("uploaded_by", models.UUIDField()),
                ("uploaded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("region", "season", "kind", "digest"),
                        name="relief_outside_list_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["aid", "absence"])), name="relief_outside_list_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideEntry",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField(null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "outside",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="relief.outsidelist",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("outside", "person"), name="relief_outside_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gt", 0), ("since", None)),
                            models.Q(("amount_fen", None), ("since__isnull", False)),
                            _connector="OR",
                        ),
                        name="relief_outside_entry_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="relief_outside_entry_days",
                    ),
                ],
            },
        ),
    ]
