"""Whether an event was voided: few void one, and those are asked for by what they void."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_region")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX journal_event_voids ON journal_event (voids) WHERE voids IS NOT NULL",
            "DROP INDEX journal_event_voids",
        ),
    ]
