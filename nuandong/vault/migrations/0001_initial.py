from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("season", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wrapped__isnull", False)) ^ models.Q(("destroyed_at__isnull", False)),
                        name="vault_datakey_wrapped_until_destroyed",
                    )
                ]
            },
        )
    ]
