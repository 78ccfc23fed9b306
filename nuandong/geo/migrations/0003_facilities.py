from django.db import migrations

from nuandong.geo.migrations._doors import CLOSE_DOORS, OPEN_DOORS


class Migration(migrations.Migration):
    dependencies = [("geo", "0002_outline")]

    operations = [migrations.RunSQL(OPEN_DOORS, CLOSE_DOORS)]
