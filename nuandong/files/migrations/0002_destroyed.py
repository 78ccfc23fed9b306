from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(model_name="storedfile", name="destroyed_at", field=models.DateTimeField(null=True)),
    ]
