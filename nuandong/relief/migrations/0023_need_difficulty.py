from django.db import migrations, models

from nuandong.relief.migrations._destroying import DESTROY


class Migration(migrations.Migration):
    dependencies = [("relief", "0022_season_limit")]

    operations = [
        migrations.AddField("need", "difficulty", models.CharField(blank=True, default="", max_length=30)),
        migrations.AddField("need", "period", models.CharField(blank=True, default="", max_length=30)),
        # The door of destruction blanks them too; nothing else about it changes.
        migrations.RunSQL(DESTROY, migrations.RunSQL.noop),
    ]
