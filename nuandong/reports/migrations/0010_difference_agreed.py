from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_blank_texts")]

    operations = [
        migrations.AddField(model_name="nationaldifference", name="agreed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="nationaldifference", name="agreed_by", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="nationaldifference",
            constraint=models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(decision="theirs", agreed_at__isnull=False, agreed_by__isnull=False),
                name="reports_difference_agreed_by",
            ),
        ),
    ]
