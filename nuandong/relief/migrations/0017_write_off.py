import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

_STATES = ["planned", "frozen", "sent", "unknown", "paid", "failed", "returned", "given_up", "cancelled"]
_HOLDING = ["frozen", "given_up", "paid", "planned", "sent", "unknown"]


class Migration(migrations.Migration):
    dependencies = [("relief", "0016_disaster")]

    operations = [
        migrations.AddField("entitlement", "written_off_fen", models.BigIntegerField(default=0)),
        migrations.RemoveConstraint("entitlement", "relief_entitlement_never_exceeded"),
        migrations.AddConstraint(
            "entitlement",
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, claimed_fen__gte=0, written_off_fen__gte=0)
                & Q(claimed_fen__lte=F("amount_fen") - F("written_off_fen")),
                name="relief_entitlement_never_exceeded",
            ),
        ),
        migrations.RemoveConstraint("instalment", "relief_instalment_money"),
        migrations.AddConstraint(
            "instalment", models.CheckConstraint(condition=Q(amount_fen__gte=0), name="relief_instalment_money")
        ),
        migrations.RemoveConstraint("payoutline", "relief_line_never_paid_twice"),
        migrations.RemoveConstraint("payoutline", "relief_line_state"),
        migrations.AlterField(
            "payoutline",
            "state",
            models.CharField(
                choices=[
                    ("planned", "待发放"),
                    ("frozen", "已固定"),
                    ("sent", "已交银行"),
                    ("unknown", "银行未答复"),
                    ("paid", "已到账"),
                    ("failed", "发放失败"),
                    ("returned", "到账后退回"),
                    ("given_up", "已核销"),
                    ("cancelled", "已取消"),
                ],
                default="planned",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "payoutline",
            models.CheckConstraint(condition=Q(state__in=_STATES), name="relief_line_state"),
        ),
        migrations.AddConstraint(
            "payoutline",
            models.UniqueConstraint(
                fields=["instalment"], condition=Q(state__in=_HOLDING), name="relief_line_never_paid_twice"
            ),
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("died", "户主死亡，没有可以领取的家庭成员"),
                            ("gone", "全户迁走，联系不上"),
                            ("renounced", "本人放弃"),
                            ("no_account", "多次更正仍没有可用账户"),
                            ("not_entitled", "查实不应救助"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                ("evidence", models.UUIDField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("confirmed_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="write_offs",
                        to="relief.payoutline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["line"], condition=Q(dropped_at=None), name="relief_write_off_one_in_force"
                    ),
                    models.CheckConstraint(condition=Q(amount_fen__gt=0) & ~Q(words=""), name="relief_write_off_said"),
                    models.CheckConstraint(
                        condition=Q(confirmed_by=None, confirmed_at=None, undone_at=None)
                        | (Q(confirmed_at__isnull=False, dropped_at=None) & ~Q(confirmed_by=F("recorded_by"))),
                        name="relief_write_off_two_officers",
                    ),
                ],
            },
        ),
    ]
