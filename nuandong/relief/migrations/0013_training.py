import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relief", "0012_meeting_chair"),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("held_on", models.DateField()),
                ("place", models.CharField(max_length=80)),
                ("content", models.CharField(max_length=500)),
                ("trainer", models.CharField(max_length=50)),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="relief.season",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trainee",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("staff", models.UUIDField()),
                ("present", models.BooleanField()),
                ("made_up_on", models.DateField(null=True)),
                ("made_up_by", models.UUIDField(null=True)),
                (
                    "training",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainees",
                        to="relief.training",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(fields=["season", "region", "id"], name="relief_training_list"),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("place", ""), _negated=True), models.Q(("content", ""), _negated=True)),
                name="relief_training_said",
            ),
        ),
        migrations.AddIndex(
            model_name="trainee",
            index=models.Index(fields=["staff"], name="relief_trainee_staff"),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.UniqueConstraint(fields=("training", "staff"), name="relief_trainee_once"),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_up_by", None), ("made_up_on", None)),
                    models.Q(("made_up_by__isnull", False), ("made_up_on__isnull", False), ("present", False)),
                    _connector="OR",
                ),
                name="relief_trainee_made_up_what_was_missed",
            ),
        ),
    ]
