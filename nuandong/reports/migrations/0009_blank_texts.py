from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_count_work")]

    operations = [
        migrations.AddField(model_name="blankmapping", name="texts_sealed", field=models.BinaryField(null=True)),
    ]
