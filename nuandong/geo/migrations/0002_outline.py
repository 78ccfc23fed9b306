from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geo", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("code", models.BigIntegerField(primary_key=True, serialize=False)),
                ("geometry", models.JSONField()),
                ("centre_lat", models.FloatField()),
                ("centre_lon", models.FloatField()),
                ("source", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
            ],
        )
    ]
