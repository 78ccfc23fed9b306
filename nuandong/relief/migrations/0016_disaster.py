import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("relief", "0015_archive")]

    operations = [
        migrations.AddField(
            "season",
            "follows",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="relief.season",
            ),
        ),
        migrations.AddField("season", "hazard", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddField("season", "struck_on", models.DateField(null=True)),
        migrations.AddField(
            "season",
            "places",
            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddConstraint(
            "season",
            models.CheckConstraint(
                condition=models.Q(follows=None, hazard="", struck_on=None, places=[])
                | (
                    models.Q(follows__isnull=False, struck_on__isnull=False)
                    & ~models.Q(hazard="")
                    & ~models.Q(follows=models.F("id"))
                ),
                name="relief_season_after_a_disaster",
            ),
        ),
    ]
