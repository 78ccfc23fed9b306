"""A zone for those who need care."""

from django.db import migrations, models

_ZONES = ["male", "female", "minor", "care", "family", "isolation", "overflow"]


class Migration(migrations.Migration):
    dependencies = [("rescue", "0008_rooms_and_companions")]

    operations = [
        migrations.AlterField(
            "bed",
            "zone",
            models.CharField(
                choices=[
                    ("male", "男性区"),
                    ("female", "女性区"),
                    ("minor", "未成年人区"),
                    ("care", "照护区"),
                    ("family", "家庭区"),
                    ("isolation", "隔离观察区"),
                    ("overflow", "临时加床区"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint("bed", "rescue_bed_zone_known"),
        migrations.AddConstraint(
            "bed", models.CheckConstraint(condition=models.Q(zone__in=_ZONES), name="rescue_bed_zone_known")
        ),
    ]
