from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("relief", "0021_destruction")]

    operations = [
        migrations.AddField("season", "limit_fen", models.BigIntegerField(null=True)),
        migrations.AddField("season", "limit_source", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddConstraint(
            "season",
            models.CheckConstraint(
                condition=Q(limit_fen=None, limit_source="") | (Q(limit_fen__gt=0) & ~Q(limit_source="")),
                name="relief_season_limit_has_a_source",
            ),
        ),
    ]
