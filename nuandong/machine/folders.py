"""The data folder: what lies where, who owns it, and where the server lives when its user cannot enter the folder.

Folders that exist already keep their owner and their permissions, whatever they are. Where they keep the server's user
out, the server's files live elsewhere and the data folder remembers where.
"""

import contextlib
import hashlib
import json
import os
import pwd
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.errors import MachineError, foreign
from nuandong.machine.process import Account, run_as

# A socket's whole path may have 107 bytes; ".s.PGSQL.5432" takes 14 of them, and tools add suffixes.
LONGEST_SOCKET_FOLDER = 90
FAR_ROOT = Path("/var/lib")


def default_data_folder(environ: Mapping[str, str]) -> Path:
    """`NUANDONG_DATA`, else `data` beside the package."""
    given = environ.get("NUANDONG_DATA", "").strip()
    return Path(given).expanduser().resolve() if given else Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths below one data folder; reading them changes nothing."""

    path: Path

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def passwords_file(self) -> Path:
        return self.secrets / "postgres.json"

    @property
    def lock_file(self) -> Path:
        return self.path / "cluster.lock"

    @property
    def run(self) -> Path:
        """Files of the supervisor: process ids, heartbeats."""
        return self.path / "run"

    @property
    def home(self) -> Path:
        """Where the server's own files live: here, unless the data folder says otherwise."""
        return Path(self._places().get("home") or self.path)

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket; it may be missing while the server is down."""
        return Path(self._places().get("socket") or self.home / "socket")

    @property
    def marker(self) -> str:
        """Tells this data folder from every other on the computer."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()[:10]

    def passwords(self) -> dict[str, str]:
        """Passwords of the login roles by short name; empty before the first start.

        Raises MachineError when the file belongs to somebody else or is damaged.
        """
        try:
            words = json.loads(self.passwords_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except PermissionError:
            raise foreign(self.passwords_file) from None
        except ValueError:
            raise MachineError(
                "database.passwords_damaged",
                _("数据库口令文件 %(path)s 已损坏。"),
                _("请删除该文件后重新启动数据库，口令会重新生成，数据不受影响。"),
                path=str(self.passwords_file),
            ) from None
        return {str(role): str(password) for role, password in words.items()}

    def remember(self, *, home: Path, socket: Path) -> None:
        """Write down where the server's files and its socket are."""
        places = {
            "of": str(self.path),
            "home": "" if home == self.path else str(home),
            "socket": "" if socket == home / "socket" else str(socket),
        }
        if places != self._written_places():
            write_file(self.path / "places.json", json.dumps(places, ensure_ascii=False), mode=0o600)

    @property
    def remembered_home(self) -> Path | None:
        """The far home as written down, perhaps under an earlier name of the data folder."""
        home = self._written_places().get("home")
        return Path(home) if home else None

    def _places(self) -> dict[str, str]:
        # A copied checkout carries the original's note: it must not run on the original's server.
        found = self._written_places()
        return found if found.get("of") == str(self.path) else {}

    def _written_places(self) -> dict[str, str]:
        try:
            found = json.loads((self.path / "places.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}
        except PermissionError:
            raise foreign(self.path / "places.json") from None
        return {str(key): str(value) for key, value in found.items()}


def server_account(cluster: Path) -> Account:
    """Who runs the server: whoever owns the cluster, or me; root hands over to `postgres`, else to `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), _name_of_user(os.geteuid()))
    with contextlib.suppress(FileNotFoundError):
        owner = cluster.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, _name_of_user(owner.st_uid))
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(found.pw_uid, found.pw_gid, name)
    raise MachineError(
        "machine.no_account",
        _("不能以 root 身份运行数据库，系统里也没有 postgres 或 nobody 用户。"),
        _("请新建一个名为 postgres 的系统用户，或改用普通用户运行。"),
    )


def make_folders(path: Path) -> None:
    """Make a folder and its missing parents. Existing ones stay as they are; root makes passable ones."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        except (PermissionError, NotADirectoryError):
            raise foreign(folder.parent) from None
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def make_private(path: Path, account: Account) -> None:
    """A folder that only `account` may enter. One that exists must already be so: it is refused, never changed."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not is_private(path, account):
            raise foreign(path) from None
        return
    if not account.is_me:
        os.chown(path, account.uid, account.gid)


def is_private(path: Path, account: Account) -> bool:
    """Whether it is a real folder of `account` that nobody else may enter."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def choose_home(folder: DataFolder, account: Account, far_root: Path = FAR_ROOT) -> Path:
    """Where the server's files go: the data folder if `account` can enter it, else a folder below `far_root`.

    A checkout below /root (0700) is the usual reason for the second.
    """
    if account.is_me or _enters(folder.path, account):
        return folder.path
    remembered = folder.remembered_home
    if remembered is not None and _is_ours(remembered, folder):
        write_file(remembered / "data-folder", str(folder.path), mode=0o600)
        return remembered
    home = far_root / f"nuandong-{folder.marker}"
    make_folders(home)
    if not _enters(home, account) or not (_is_ours(home, folder) or not any(home.iterdir())):
        raise foreign(home)
    write_file(home / "data-folder", str(folder.path), mode=0o600)
    return home


def choose_socket(folder: DataFolder, home: Path, account: Account) -> Path:
    """A folder for the socket whose path is short enough: below `home`, else below the system's temporary folder.

    The temporary one is kept while it exists and is made anew when a cleaner has taken it.
    """
    near = home / "socket"
    # The server splits this setting at commas and reads quotes in it.
    if len(os.fsencode(near)) < LONGEST_SOCKET_FOLDER and not set('",') & set(str(near)):
        return near
    prefix = f"nuandong-{folder.marker}-"
    remembered = folder.socket
    if remembered.name.startswith(prefix) and is_private(remembered, account):
        return remembered
    made = Path(tempfile.mkdtemp(prefix=prefix))
    if len(os.fsencode(made)) >= LONGEST_SOCKET_FOLDER:
        made.rmdir()
        made = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    if not account.is_me:
        os.chown(made, account.uid, account.gid)
    return made


def write_file(path: Path, text: str, *, mode: int, account: Account | None = None) -> None:
    """Write a file so that readers see the old or the new one whole, even after a power cut."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    fd = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fchmod(fd, mode)
        if account is not None and not account.is_me:
            os.fchown(fd, account.uid, account.gid)
        os.fsync(fd)
    partial.replace(path)


def _enters(path: Path, account: Account) -> bool:
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", path]).returncode == 0


def _is_ours(home: Path, folder: DataFolder) -> bool:
    """Whether the far folder belongs to this data folder, or to one that has been moved here."""
    try:
        owner = Path((home / "data-folder").read_text(encoding="utf-8"))
    except OSError:
        return False
    return home.stat().st_uid == os.geteuid() and (owner == folder.path or not owner.exists())


def _name_of_user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise MachineError(
            "machine.nameless_account",
            _("系统用户 %(uid)d 没有名字，数据库无法以它运行。"),
            _("请在 /etc/passwd 里登记这个用户，或改用 DATABASE_URL。"),
            uid=uid,
        ) from None
