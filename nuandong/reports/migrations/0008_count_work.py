from django.db import migrations

# Recorded work is derived as well: all events are counted again, from the first.
AGAIN = "DELETE FROM reports_figure; DELETE FROM journal_consumer WHERE name = 'reports.figures';"


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_issues")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
