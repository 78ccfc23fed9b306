"""Who was rung up stands in one table for whatever it is about; what stood in two was moved with it."""

from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from nuandong.kernel.ids import new_id
from nuandong.org.models import LadderCall
from tests.cast import COUNTY, NOW
from tests.databases import as_role

pytestmark = pytest.mark.django_db
COLUMNS = "region bigint, level smallint, leader uuid, why text, raised_at timestamptz, confirmed_at timestamptz, confirmed_by uuid"


@pytest.mark.parametrize(
    ("migration", "table", "own", "values", "grounds", "due_at"),
    [
        ("tasks", "tasks_taskescalation", "task_id uuid, due_at timestamptz", [uuid4(), NOW], "overdue", NOW),
        ("rescue", "rescue_escalation", "clue_id uuid, grounds text", [uuid4(), "no_team"], "no_team", None),
    ],
)
def test_what_stood_in_a_table_of_its_own_is_kept(migration, table, own, values, grounds, due_at):
    keep = import_module(
        f"nuandong.{migration}.migrations.{'0006' if migration == 'tasks' else '0012'}_ladder_calls"
    ).KEEP
    call, leader = uuid4(), uuid4()
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (id uuid, {own}, {COLUMNS}) ON COMMIT DROP")
        marks = ", ".join(["%s"] * (1 + len(values) + 7))
        row = [call, *values, COUNTY, 2, leader, "on_duty", NOW, NOW, leader]
        cursor.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        cursor.execute(keep)
        kept = LadderCall.objects.get(id=call)
    assert (kept.subject, kept.grounds, kept.due_at, kept.level) == (values[0], grounds, due_at, 2)
    assert (kept.region, kept.leader, kept.why) == (COUNTY, leader, "on_duty")
    assert (kept.raised_at, kept.confirmed_at, kept.confirmed_by) == (NOW, NOW, leader)


@pytest.mark.parametrize("due_at", [None, NOW])
def test_a_rung_is_rung_up_once(due_at):
    row = {"region": COUNTY, "subject": UUID(int=7), "grounds": "no_team", "due_at": due_at, "level": 1}
    with as_role("owner"):
        LadderCall.objects.create(id=new_id(NOW), leader=uuid4(), why="on_duty", raised_at=NOW, **row)
        with pytest.raises(IntegrityError, match="org_ladder_level_once"), transaction.atomic():
            LadderCall.objects.create(id=new_id(NOW), leader=uuid4(), why="on_duty", raised_at=NOW, **row)
