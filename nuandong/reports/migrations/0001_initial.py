from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "region", "day", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("region", models.BigIntegerField()),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=60)),
                ("value", models.BigIntegerField()),
            ],
        )
    ]
