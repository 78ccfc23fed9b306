"""The latest events of a township among those of a province: by region, then by time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX journal_event_region ON journal_event (region, id)", "DROP INDEX journal_event_region"
        ),
    ]
