"""The police are asked who somebody is, and fingerprints are taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0009_care_zone")]

    operations = [
        migrations.AddField("stay", "police_check_requested_at", models.DateTimeField(null=True)),
        migrations.AddField("stay", "police_check_answered_at", models.DateTimeField(null=True)),
        migrations.AddField("stay", "fingerprints_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "stay",
            "identity",
            models.CharField(
                choices=[("known", "身份已核实"), ("unknown", "身份不明"), ("doubtful", "身份待核实")],
                default="unknown",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "stay",
            models.CheckConstraint(
                condition=models.Q(police_check_answered_at=None) | models.Q(police_check_requested_at__isnull=False),
                name="rescue_stay_police_asked_before_answer",
            ),
        ),
    ]
