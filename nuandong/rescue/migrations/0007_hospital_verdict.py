"""What was found in hospital is kept, and the rescue budget pays only for whoever was found eligible."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0006_review_verdict")]

    operations = [
        migrations.AddField("hospitalcase", "eligible", models.BooleanField(null=True)),
        migrations.AddConstraint(
            "hospitalcase",
            models.CheckConstraint(
                condition=models.Q(verified_at=None, eligible=None)
                | models.Q(verified_at__isnull=False, eligible__isnull=False),
                name="rescue_hospital_verdict",
            ),
        ),
        migrations.AddConstraint(
            "hospitalcase",
            models.CheckConstraint(
                condition=models.Q(paid_fen=None) | models.Q(paid_fen=0) | models.Q(eligible=True),
                name="rescue_hospital_paid_for_eligible",
            ),
        ),
    ]
