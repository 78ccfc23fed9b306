from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_count_reopened")]

    operations = [
        migrations.CreateModel(
            name="NationalOrder",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("system", models.CharField(max_length=30)),
                ("version", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "system", "version"), name="reports_national_order_once")
                ],
            },
        ),
    ]
