"""The database refuses what the declarations do not allow: policy and grants of every table, read from the catalogue."""

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.config.tables import FOREIGN
from nuandong.kernel.ids import new_id
from nuandong.machine.access import BOUND_ROLES, POLICY, ROLES, VERBS, declared
from nuandong.org import scope
from nuandong.outbox.models import Message
from nuandong.outbox.posting import post
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_owner, as_role

pytestmark = pytest.mark.django_db

TABLES = sorted(declared(FOREIGN).items())


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_every_table_of_the_database_is_declared():
    found = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    assert {name for (name,) in found} == {name for name, _ in TABLES}


@pytest.mark.parametrize(("table", "access"), TABLES, ids=[name for name, _ in TABLES])
def test_grants_and_policy_are_as_declared(table, access):
    with as_owner():
        for role, database_role in ROLES.items():
            granted = rows(
                "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = %s AND grantee = %s",
                table,
                database_role,
            )
            assert {verb for (verb,) in granted} == set(access.verbs(role)), database_role
        assert (
            rows(
                "SELECT 1 FROM information_schema.role_table_grants WHERE table_name = %s AND grantee = 'PUBLIC'", table
            )
            == []
        )
        ((secured, forced),) = rows(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table
        )
        assert (secured, forced) == (access.scoped, False)
        policies = rows(
            "SELECT policyname, roles::text[], cmd, qual, with_check FROM pg_policies WHERE tablename = %s", table
        )
    if not access.scoped:
        assert policies == []
        return
    ((name, roles, command, using, check),) = policies
    assert (name, set(roles), command) == (POLICY, {ROLES[r] for r in BOUND_ROLES}, "ALL")
    assert using == check
    assert using.count("current_setting") == 8


def test_partitions_carry_no_grants():
    with as_owner():
        assert (
            rows(
                "SELECT grantee, table_name FROM information_schema.role_table_grants g JOIN pg_class c ON c.relname = g.table_name "
                "WHERE c.relispartition AND grantee <> 'nuandong_owner'"
            )
            == []
        )


def test_only_batch_and_backup_pass_by_row_security():
    found = rows("SELECT rolname, rolbypassrls, rolsuper FROM pg_roles WHERE rolname LIKE 'nuandong_%%'")
    assert {name for name, bypasses, _ in found if bypasses} == {"nuandong_batch", "nuandong_backup"}
    assert not any(superuser for _, _, superuser in found)


@pytest.fixture
def messages(cast):
    """One row in each township and one of the county."""
    with scope.enter(cast.operator):
        for region in (TOWNSHIP_A, TOWNSHIP_B, COUNTY):
            post(channel="log", to="x", body="y", region=region, subject=new_id(NOW), now=NOW)


def regions():
    return sorted(Message.objects.values_list("region", flat=True))


def test_without_a_scope_the_web_role_sees_nothing(messages):
    assert regions() == []


def test_a_query_that_forgets_its_filter_sees_its_own_scope(messages, cast):
    with scope.enter(cast.clerk_a):
        assert regions() == [TOWNSHIP_A]
    with scope.enter(cast.clerk_b):
        assert regions() == [TOWNSHIP_B]
    with scope.enter(cast.operator):
        assert regions() == sorted([TOWNSHIP_A, TOWNSHIP_B, COUNTY])
    with scope.enter(cast.outsider):
        assert regions() == []


def test_scopes_nest_and_the_outer_one_comes_back(messages, cast):
    with scope.enter(cast.operator):
        with scope.enter(cast.clerk_a):
            assert regions() == [TOWNSHIP_A]
        assert len(regions()) == 3
        with pytest.raises(ValueError, match="inside"), scope.enter(cast.clerk_b):
            raise ValueError("inside")
        assert len(regions()) == 3
        assert scope.current() == cast.operator
    assert scope.current() is None


def test_rows_cannot_be_written_or_moved_outside_the_scope(messages, cast):
    with scope.enter(cast.clerk_b), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        post(channel="log", to="x", body="y", region=TOWNSHIP_A, subject=new_id(NOW), now=NOW)
    with (
        as_role("worker"),
        scope.enter(cast.clerk_b),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Message.objects.update(region=TOWNSHIP_A)


def test_verbs_cover_what_declarations_use():
    assert {letter for _, access in TABLES for letters in access.grants.values() for letter in letters} <= set(VERBS)
