from django.db import migrations

# More figures are derived than before: all events are counted again, from the first.
AGAIN = "DELETE FROM reports_figure; DELETE FROM journal_consumer WHERE name = 'reports.figures';"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
