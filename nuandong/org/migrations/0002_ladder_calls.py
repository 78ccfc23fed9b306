from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LadderCall",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("subject", models.UUIDField()),
                ("grounds", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField(null=True)),
                ("level", models.PositiveSmallIntegerField()),
                ("leader", models.UUIDField()),
                ("why", models.CharField(max_length=20)),
                ("raised_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at", None)), fields=["region"], name="org_ladder_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "grounds", "due_at", "level"),
                        name="org_ladder_level_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grounds", ""), _negated=True), name="org_ladder_grounds_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__gte", models.F("raised_at")), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="org_ladder_confirmed_after",
                    ),
                    models.CheckConstraint(condition=models.Q(("level__gte", 1)), name="org_ladder_level_from_one"),
                ],
            },
        ),
    ]
