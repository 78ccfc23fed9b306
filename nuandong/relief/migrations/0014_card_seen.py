import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("relief", "0013_training"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardSeen",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("bank", models.CharField(blank=True, default="", max_length=60)),
                ("account_sealed", models.BinaryField()),
                ("account_masked", models.CharField(max_length=30)),
                ("account_blind", models.BinaryField(max_length=16)),
                ("photo", models.UUIDField()),
                ("seen_by", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="relief.application",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.household"
                    ),
                ),
            ],
        ),
    ]
