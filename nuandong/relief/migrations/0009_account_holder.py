from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relief", "0008_money_return"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="bank",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="need",
            name="holder_masked",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="need",
            name="holder_other",
            field=models.BooleanField(null=True),
        ),
    ]
