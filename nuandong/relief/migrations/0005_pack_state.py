from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("relief", "0004_allocation_terms")]

    operations = [
        migrations.AlterField(
            model_name="pack",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "村里整理中"),
                    ("with_township", "乡镇审核中"),
                    ("with_county", "已报县级"),
                    ("closed", "已办结"),
                ],
                default="open",
                max_length=14,
            ),
        ),
    ]
