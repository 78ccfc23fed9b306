from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rescue", "0004_went_away")]

    operations = [
        migrations.AddField("clue", "nobody_left_at", models.DateTimeField(null=True)),
    ]
