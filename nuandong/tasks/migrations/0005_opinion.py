from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0004_escalation"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="task",
            name="tasks_task_origin_known",
        ),
        migrations.AlterField(
            model_name="task",
            name="origin",
            field=models.CharField(
                choices=[("manual", "手工下达"), ("plan", "方案分解"), ("finding", "督查问题"), ("opinion", "舆情")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["manual", "plan", "finding", "opinion"])),
                name="tasks_task_origin_known",
            ),
        ),
    ]
