from django.db import migrations, models


class Migration(migrations.Migration):
    """Who led a meeting is asked by name: until now whoever typed was noted in his place, which says nothing."""

    dependencies = [
        ("relief", "0011_scan"),
    ]

    operations = [
        migrations.RemoveField(model_name="meeting", name="chair"),
        migrations.AddField(model_name="meeting", name="chair_sealed", field=models.BinaryField(null=True)),
    ]
