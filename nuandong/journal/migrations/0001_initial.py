"""The journal's tables. The event table is partitioned and append-only, which Django's schema editor cannot say."""

import django.contrib.postgres.fields
from django.db import migrations, models

EVENTS = """
CREATE TABLE journal_event (
    id uuid NOT NULL,
    epoch smallint NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind text NOT NULL,
    version smallint NOT NULL,
    actor uuid NOT NULL,
    typist uuid NOT NULL,
    unit uuid NOT NULL,
    region bigint NOT NULL,
    subject_type text NOT NULL,
    subject uuid NOT NULL,
    acted_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    payload jsonb NOT NULL,
    voids uuid,
    text_digest bytea,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
ALTER TABLE journal_event ALTER COLUMN epoch SET DEFAULT 1;
CREATE INDEX journal_event_order ON journal_event (epoch, xid, id);
CREATE INDEX journal_event_subject ON journal_event (subject, id);
CREATE INDEX journal_event_kind ON journal_event (kind, id);
CREATE TABLE journal_event_default PARTITION OF journal_event DEFAULT;
"""

GUARDS = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON journal_event FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON journal_event FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON journal_event_default FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON journal_seal FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON journal_seal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON journal_journaltext FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON journal_journaltext FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="JournalEvent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("epoch", models.SmallIntegerField()),
                ("xid", models.BigIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("version", models.SmallIntegerField()),
                ("actor", models.UUIDField()),
                ("typist", models.UUIDField()),
                ("unit", models.UUIDField()),
                ("region", models.BigIntegerField()),
                ("subject_type", models.CharField(max_length=60)),
                ("subject", models.UUIDField()),
                ("acted_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("payload", models.JSONField()),
                ("voids", models.UUIDField(null=True)),
                ("text_digest", models.BinaryField(null=True)),
            ],
            options={"db_table": "journal_event", "managed": False},
        ),
        migrations.RunSQL(EVENTS, "DROP TABLE journal_event"),
        migrations.CreateModel(
            name="JournalText",
            fields=[
                ("event", models.UUIDField(primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("season", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Consumer",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("epoch", models.SmallIntegerField()),
                ("xid", models.BigIntegerField()),
                ("last", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("last_epoch", models.SmallIntegerField()),
                ("last_xid", models.BigIntegerField()),
                ("last_id", models.UUIDField()),
                ("count", models.IntegerField()),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("digests", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("head", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(GUARDS, "DROP FUNCTION journal_refuse() CASCADE"),
    ]
