from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("relief", "0017_write_off")]

    operations = [
        migrations.CreateModel(
            name="CheckRun",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("season", models.SmallIntegerField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("raised", models.PositiveIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                ("standing", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["region", "id"], name="relief_check_run_region")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["region", "season"],
                        condition=models.Q(done_at=None, trouble=""),
                        name="relief_check_run_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(done_at=None) | models.Q(trouble=""), name="relief_check_run_done_or_not"
                    ),
                ],
            },
        ),
    ]
