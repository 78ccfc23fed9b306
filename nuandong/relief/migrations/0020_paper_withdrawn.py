from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("relief", "0019_evaluation")]

    operations = [
        migrations.AddField("archivepaper", "withdrawn_by", models.UUIDField(null=True)),
        migrations.AddField("archivepaper", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("archivepaper", "relief_paper_once"),
        migrations.AddConstraint(
            "archivepaper",
            models.UniqueConstraint(
                fields=["season", "region", "kind", "digest"],
                condition=~Q(digest="") & Q(withdrawn_at=None),
                name="relief_paper_once",
            ),
        ),
        migrations.AddConstraint(
            "archivepaper",
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="relief_paper_withdrawn_by_somebody",
            ),
        ),
    ]
