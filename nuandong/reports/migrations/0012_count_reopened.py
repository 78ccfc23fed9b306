from django.db import migrations

# A clue reopened was counted twice as open: by its own event, and because that takes the closing back.
AGAIN = "DELETE FROM reports_figure; DELETE FROM journal_consumer WHERE name = 'reports.figures';"


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_count_channels")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
