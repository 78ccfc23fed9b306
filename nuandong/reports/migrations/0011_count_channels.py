from django.db import migrations

# Publicity is counted by channel as well: all events are counted again, from the first.
AGAIN = "DELETE FROM reports_figure; DELETE FROM journal_consumer WHERE name = 'reports.figures';"


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_difference_agreed")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
