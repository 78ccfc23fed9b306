"""A room lies in one zone; an exception for guardian and child names the other of the two."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0007_hospital_verdict")]

    operations = [
        migrations.AddConstraint(
            "bed",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="rescue_bed_room_of_one_zone",
                expressions=[("station", "="), ("room", "="), ("zone", "<>")],
                condition=models.Q(active=True),
            ),
        ),
        migrations.RemoveConstraint("beduse", "rescue_bed_beside_guardian"),
        migrations.AddField(
            "beduse",
            "companion",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sleeps_with",
                to="rescue.stay",
            ),
        ),
        migrations.AlterField(
            "beduse",
            "beside",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shares_bed_with",
                to="rescue.stay",
            ),
        ),
        migrations.AddConstraint(
            "beduse",
            models.CheckConstraint(
                condition=models.Q(exception="guardian_with_child", companion__isnull=False)
                | (~models.Q(exception="guardian_with_child") & models.Q(companion=None)),
                name="rescue_bed_exception_has_companion",
            ),
        ),
        migrations.AddConstraint(
            "beduse",
            models.CheckConstraint(
                condition=~models.Q(companion=models.F("stay"))
                & (models.Q(beside=None) | models.Q(companion__isnull=False, beside=models.F("companion"))),
                name="rescue_bed_beside_companion",
            ),
        ),
    ]
