"""How a program reaches the database, and as whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.errors import MachineError
from nuandong.machine.folders import DataFolder, default_data_folder
from nuandong.machine.roles import DATABASE, LOGIN_ROLES

PORT = 5432
_PARTS = frozenset({"host", "port", "dbname", "user", "password", "options"})


@dataclass(frozen=True, slots=True)
class Dsn:
    """Where the database is and who logs in. `host` is a name or, with a leading slash, the folder of a socket."""

    host: str
    port: int
    dbname: str
    user: str
    password: str = field(repr=False)
    options: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Further libpq parameters, for example `sslmode`."""

    @property
    def parameters(self) -> dict[str, str]:
        """libpq's keywords; empty ones are left out."""
        known = {
            "host": self.host,
            "port": str(self.port),
            "dbname": self.dbname,
            "user": self.user,
            "password": self.password,
            "options": self.options,
        }
        return {**self.extra, **{key: value for key, value in known.items() if value}}

    @property
    def conninfo(self) -> str:
        return make_conninfo("", **self.parameters)

    @property
    def url(self) -> str:
        login = quote(self.user, safe="")
        if self.password:
            login += ":" + quote(self.password, safe="")
        query = dict(self.extra)
        if self.options:
            query["options"] = self.options
        place = self.host
        if self.host.startswith("/"):
            query["host"] = self.host
            place = ""
        elif ":" in self.host:
            place = f"[{self.host}]"
        tail = "?" + urlencode(query, quote_via=quote) if query else ""
        return f"postgresql://{login}@{place}:{self.port}/{quote(self.dbname, safe='')}{tail}"

    @property
    def public_url(self) -> str:
        """The address without the password, for people to read."""
        return Dsn(self.host, self.port, self.dbname, self.user, "", self.options, self.extra).url


def parse_dsn(text: str, variable: str = "DATABASE_URL") -> Dsn:
    """Read a postgresql:// address or a libpq string; raises MachineError naming the variable, never its value."""
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(text).items() if value is not None}
        port = int(found.get("port", PORT))
    except (ProgrammingError, ValueError):
        raise MachineError(
            "database.bad_url",
            _("环境变量 %(variable)s 不是有效的数据库地址。"),
            _("请写成 postgresql://用户:口令@主机:5432/库名。"),
            field=variable,
            variable=variable,
        ) from None
    if not found.get("user") or not found.get("dbname"):
        raise MachineError(
            "database.incomplete_url",
            _("环境变量 %(variable)s 缺少用户名或库名。"),
            _("请写成 postgresql://用户:口令@主机:5432/库名。"),
            field=variable,
            variable=variable,
        )
    return Dsn(
        host=found.get("host", ""),
        port=port,
        dbname=found["dbname"],
        user=found["user"],
        password=found.get("password", ""),
        options=found.get("options", ""),
        extra={key: value for key, value in found.items() if key not in _PARTS},
    )


def is_embedded(environ: Mapping[str, str]) -> bool:
    """Whether the program brings its own database, that is, no DATABASE_URL is given."""
    return not environ.get("DATABASE_URL", "").strip()


def database_for(role: str, environ: Mapping[str, str]) -> Dsn:
    """The way to the database for a role: owner, web, worker, batch, backup or auditor.

    `DATABASE_URL_<ROLE>` comes first, then `DATABASE_URL` with the role set at login, then the embedded database.
    Reads only: the embedded database is not started, and before its first start the password is empty.
    """
    name = _role_name(role)
    if is_embedded(environ):
        return embedded_dsn(default_data_folder(environ), role)
    variable = f"DATABASE_URL_{role.upper()}"
    if own := environ.get(variable, "").strip():
        return parse_dsn(own, variable)
    shared = parse_dsn(environ["DATABASE_URL"].strip())
    if role == "owner":
        return shared
    options = f"{shared.options} -c role={name}".strip()
    return Dsn(shared.host, shared.port, shared.dbname, shared.user, shared.password, options, shared.extra)


def embedded_dsn(data_folder: Path, role: str) -> Dsn:
    """The way to the embedded database of a data folder."""
    name = _role_name(role)
    folder = DataFolder(data_folder)
    return Dsn(
        host=str(folder.socket),
        port=PORT,
        dbname=DATABASE,
        user=name,
        password=folder.passwords().get(role, ""),
    )


def _role_name(role: str) -> str:
    if role not in LOGIN_ROLES:
        raise MachineError(
            "database.unknown_role",
            _("没有名为 %(role)s 的数据库角色。"),
            _("请从 %(roles)s 中选一个。"),
            role=role,
            roles="、".join(LOGIN_ROLES),
        )
    return LOGIN_ROLES[role]
