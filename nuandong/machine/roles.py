"""The login roles of the database, and the statements that make them on any PostgreSQL 15 or newer."""

from collections.abc import Iterator, Mapping

from psycopg import sql

DATABASE = "nuandong"
OWNER_ROLE = "nuandong_owner"
LOGIN_ROLES: Mapping[str, str] = {
    "owner": OWNER_ROLE,
    "web": "nuandong_web",
    "worker": "nuandong_worker",
    "batch": "nuandong_batch",
    "backup": "nuandong_backup",
    "auditor": "nuandong_auditor",
}

# BYPASSRLS and REPLICATION are attributes, which members never inherit: the owner gets them only by SET ROLE.
_ATTRIBUTES: Mapping[str, str] = {
    "owner": "CREATEDB CREATEROLE",
    "web": "",
    "worker": "",
    "batch": "BYPASSRLS",
    "backup": "BYPASSRLS REPLICATION",
    "auditor": "",
}


def role_statements(passwords: Mapping[str, str]) -> Iterator[str]:
    """Statements a superuser runs to make, or bring up to date, every login role; safe to repeat.

    `passwords` maps short names ("web") to passwords; a role without one keeps what it has.
    """
    for short, name in LOGIN_ROLES.items():
        role = sql.Identifier(name)
        yield (
            sql.SQL("DO $$ BEGIN CREATE ROLE {}; EXCEPTION WHEN duplicate_object THEN NULL; END $$").format(role)
        ).as_string()
        attributes = f"LOGIN {_ATTRIBUTES[short]}".strip()
        if short in passwords:
            yield (
                sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}")
                .format(role, sql.SQL(attributes), sql.Literal(passwords[short]))
                .as_string()
            )
        else:
            yield sql.SQL("ALTER ROLE {} WITH {}").format(role, sql.SQL(attributes)).as_string()
    for short, name in LOGIN_ROLES.items():
        if short != "owner":
            yield sql.SQL("GRANT {} TO {}").format(sql.Identifier(name), sql.Identifier(OWNER_ROLE)).as_string()


def database_statement(name: str = DATABASE) -> str:
    """The statement that makes the product's database: UTF-8, sorted by bytes, Chinese letters known as letters."""
    return (
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
        .format(sql.Identifier(name), sql.Identifier(OWNER_ROLE))
        .as_string()
    )


def roles_sql() -> str:
    """A script for the administrator of a real server: run it once with psql as a superuser, then set the passwords."""
    lines = [f"{statement};" for statement in (*role_statements({}), database_statement())]
    lines += [f"\\password {name}" for name in LOGIN_ROLES.values()]
    return "\n".join(lines) + "\n"
