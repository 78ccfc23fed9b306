import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO relief_ceiling (id, region, season_id, share_fen, granted_fen, claimed_fen, partly)
SELECT gen_random_uuid(), s.region, a.season_id, greatest(s.share_fen, g.granted, g.claimed), g.granted, g.claimed, false
  FROM relief_share s
  JOIN relief_allocation a ON a.id = s.allocation_id AND a.decided_at IS NOT NULL AND a.replaced_at IS NULL
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(e.amount_fen) FILTER (WHERE e.ended_at IS NULL), 0) AS granted,
              coalesce(sum(e.claimed_fen), 0) AS claimed
         FROM relief_entitlement e WHERE e.season_id = a.season_id AND e.region = s.region) g
 WHERE s.level = 'village'
"""
"""Where more was granted than the share before shares bound, what was granted is the ceiling."""


class Migration(migrations.Migration):
    dependencies = [("relief", "0006_ledger_copy")]

    operations = [
        migrations.CreateModel(
            name="Ceiling",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("share_fen", models.BigIntegerField()),
                ("granted_fen", models.BigIntegerField(default=0)),
                ("claimed_fen", models.BigIntegerField(default=0)),
                ("partly", models.BooleanField(default=False)),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ceilings",
                        to="relief.season",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["season", "region"], name="relief_ceiling_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claimed_fen__gte", 0),
                            ("claimed_fen__lte", models.F("share_fen")),
                            ("granted_fen__gte", 0),
                            models.Q(("partly", True), ("granted_fen__lte", models.F("share_fen")), _connector="OR"),
                        ),
                        name="relief_ceiling_never_exceeded",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
