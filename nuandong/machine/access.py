"""What each database role may do with which table and which rows: declared on models, applied after migrating.

A model says `access = Scoped(web="siu", ...)` or `access = Unscoped("why", web="s", ...)`. Letters: s select, i insert,
u update, d delete. A scoped table has a column `region` (a 12-digit division code) and a row-level policy over it:
up to four inline pairs of settings, which stays index-friendly where a sub-select or multirange does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from nuandong.machine.roles import LOGIN_ROLES, OWNER_ROLE

ROLES: Mapping[str, str] = {short: name for short, name in LOGIN_ROLES.items() if name != OWNER_ROLE}
BOUND_ROLES = ("web", "worker", "auditor")
"""Roles that row-level security binds; batch and backup bypass it by attribute."""

PAIRS = 4
SETTINGS = tuple((f"app.lo{n}", f"app.hi{n}") for n in range(PAIRS))
POLICY = "scope"
VERBS = {"s": "SELECT", "i": "INSERT", "u": "UPDATE", "d": "DELETE"}


@dataclass(frozen=True)
class Access:
    """Grants of one table by role letter string; `scoped` tables also carry the region policy."""

    grants: Mapping[str, str]
    scoped: bool
    reason: str = ""

    def verbs(self, role: str) -> list[str]:
        return [VERBS[letter] for letter in self.grants.get(role, "")]


def Scoped(**grants: str) -> Access:  # noqa: N802  it reads as a type where it is used
    """Rows belong to a region; a role sees only rows of the scope that its transaction has entered."""
    return Access(grants=_known(grants), scoped=True)


def Unscoped(reason: str, **grants: str) -> Access:  # noqa: N802
    """Rows belong to nobody in particular; `reason` says why no scope is needed."""
    return Access(grants=_known(grants), scoped=False, reason=reason)


def _known(grants: Mapping[str, str]) -> Mapping[str, str]:
    if unknown := set(grants) - set(ROLES):
        raise ValueError(f"unknown database roles {sorted(unknown)}; known are {sorted(ROLES)}")
    return {"backup": "s", **grants}


def policy_condition(region: str = "region") -> str:
    """The row-level condition, also of doors that check it themselves: the region (a column or a parameter) lies in one
    of the transaction's spans."""
    pairs = (
        f"({region} >= nullif(current_setting('{lo}', true), '')::bigint"
        f" AND {region} < nullif(current_setting('{hi}', true), '')::bigint)"
        for lo, hi in SETTINGS
    )
    return " OR ".join(pairs)


@dataclass(frozen=True)
class TableAccess:
    table: str
    access: Access
    sequences: tuple[str, ...] = field(default=())


def declared(extra: Mapping[str, Access] | None = None) -> dict[str, Access]:
    """Access of every table of the project: from the models, and `extra` for tables of foreign packages.

    Raises LookupError naming models that declare nothing: a table without a declaration must not exist.
    """
    found: dict[str, Access] = dict(extra or {})
    missing = []
    for model in every_model():
        table = model._meta.db_table
        access = getattr(model, "access", None)
        if isinstance(access, Access):
            found[table] = access
        elif table not in found:
            missing.append(f"{model._meta.label} ({table})")
    if missing:
        raise LookupError("models without `access`: " + ", ".join(sorted(missing)))
    return found


def every_model() -> Iterable[type[models.Model]]:
    return (m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy)


def apply_access(extra: Mapping[str, Access] | None = None) -> list[str]:
    """Bring grants and policies of every table in line with the declarations; run by the owner role after migrating.

    Idempotent, one transaction. Returns the tables handled. Tables without a declaration raise LookupError.
    """
    plan = declared(extra)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        )
        existing = {name for (name,) in cursor.fetchall()}
        if unknown := existing - set(plan):
            raise LookupError(f"tables without an access declaration: {', '.join(sorted(unknown))}")
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for role in ROLES.values():
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)).as_string())
        for table in sorted(existing):
            for statement in _statements(table, plan[table]):
                cursor.execute(statement)
        for role in ROLES.values():
            cursor.execute(
                sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}")
                .format(sql.Identifier(role))
                .as_string()
            )
    return sorted(existing)


def _statements(table: str, access: Access) -> Iterable[str]:
    name = sql.Identifier(table)

    def text(template: str, **parts: Any) -> str:
        return sql.SQL(template).format(table=name, **parts).as_string()

    everyone = sql.SQL(", ").join(sql.Identifier(r) for r in ROLES.values())
    yield text("REVOKE ALL ON {table} FROM PUBLIC, {roles}", roles=everyone)
    for role, database_role in ROLES.items():
        if verbs := access.verbs(role):
            yield text(
                "GRANT {verbs} ON {table} TO {role}",
                verbs=sql.SQL(", ".join(verbs)),
                role=sql.Identifier(database_role),
            )
    yield text("DROP POLICY IF EXISTS {policy} ON {table}", policy=sql.Identifier(POLICY))
    if not access.scoped:
        yield text("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return
    yield text("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    yield text(
        "CREATE POLICY {policy} ON {table} FOR ALL TO {roles} USING ({condition}) WITH CHECK ({condition})",
        policy=sql.Identifier(POLICY),
        roles=sql.SQL(", ").join(sql.Identifier(ROLES[r]) for r in BOUND_ROLES),
        condition=sql.SQL(policy_condition()),
    )
