from django.db import migrations

# Whoever was rung up about a late task stands with everybody else who was rung up.
KEEP = """
INSERT INTO org_laddercall (id, region, subject, grounds, due_at, level, leader, why, raised_at, confirmed_at, confirmed_by)
SELECT id, region, task_id, 'overdue', due_at, level, leader, why, raised_at, confirmed_at, confirmed_by
FROM tasks_taskescalation
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_opinion"), ("org", "0002_ladder_calls")]

    operations = [migrations.RunSQL(KEEP), migrations.DeleteModel("TaskEscalation")]
