import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_proposed_pair"),
        ("relief", "0007_ceiling"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoneyReturn",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("returned_on", models.DateField()),
                ("reason", models.CharField(max_length=20)),
                ("bank_words", models.CharField(blank=True, default="", max_length=200)),
                ("evidence", models.UUIDField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("confirmed_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="payoutline",
            name="relief_line_state",
        ),
        migrations.AlterField(
            model_name="payoutline",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "待发放"),
                    ("frozen", "已固定"),
                    ("sent", "已交银行"),
                    ("unknown", "银行未答复"),
                    ("paid", "已到账"),
                    ("failed", "发放失败"),
                    ("returned", "到账后退回"),
                    ("cancelled", "已取消"),
                ],
                default="planned",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "frozen", "sent", "unknown", "paid", "failed", "returned", "cancelled"])
                ),
                name="relief_line_state",
            ),
        ),
        migrations.AddField(
            model_name="moneyreturn",
            name="line",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="relief.payoutline",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyreturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None)), fields=("line",), name="relief_money_return_one_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="relief_money_return_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("dropped_at", None),
                        models.Q(("confirmed_by", models.F("recorded_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="relief_money_return_two_pairs_of_eyes",
            ),
        ),
    ]
