from django.db import migrations

# Whoever was rung up about a clue stands with everybody else who was rung up.
KEEP = """
INSERT INTO org_laddercall (id, region, subject, grounds, due_at, level, leader, why, raised_at, confirmed_at, confirmed_by)
SELECT id, region, clue_id, grounds, NULL, level, leader, why, raised_at, confirmed_at, confirmed_by
FROM rescue_escalation
"""


class Migration(migrations.Migration):
    dependencies = [("rescue", "0011_leaving_papers"), ("org", "0002_ladder_calls")]

    operations = [migrations.RunSQL(KEEP), migrations.DeleteModel("Escalation")]
