from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("relief", "0023_need_difficulty")]

    operations = [
        migrations.AddIndex(
            "entitlement",
            models.Index(
                fields=["season", "decision"],
                condition=Q(ended_at=None, claimed_fen__lt=F("amount_fen") - F("written_off_fen")),
                name="relief_entitlement_unclaimed",
            ),
        ),
    ]
