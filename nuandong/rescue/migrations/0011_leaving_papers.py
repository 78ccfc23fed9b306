"""Who saw somebody go, and why a hand-over sheet is missing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0010_identity_checks")]

    operations = [
        migrations.AddField("exitrecord", "witness_sealed", models.BinaryField(null=True)),
        migrations.AddField("exitrecord", "sheet_reason_sealed", models.BinaryField(null=True)),
    ]
