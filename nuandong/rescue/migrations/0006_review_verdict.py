"""The verdict of the review after a rescue in severe weather is kept; what waits is found by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0005_nobody_left")]

    operations = [
        migrations.AddField("encounter", "review_eligible", models.BooleanField(null=True)),
        migrations.AddConstraint(
            "encounter",
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, review_eligible=None)
                | models.Q(reviewed_at__isnull=False, review_due__isnull=False),
                name="rescue_encounter_reviewed_when_due",
            ),
        ),
        migrations.AddIndex(
            "encounter",
            models.Index(
                fields=["review_due"],
                condition=models.Q(review_due__isnull=False, reviewed_at=None),
                name="rescue_encounter_unreviewed",
            ),
        ),
        migrations.AddIndex(
            "encounter",
            models.Index(
                fields=["region"], condition=models.Q(review_eligible=False), name="rescue_encounter_not_eligible"
            ),
        ),
        migrations.AddIndex(
            "stay",
            models.Index(fields=["region"], condition=~models.Q(state="left"), name="rescue_stay_present"),
        ),
    ]
