"""`nuandong journal`: what an operator reads, and the exit code a watchdog goes by."""

import pytest
from django.db import connection
from typer.testing import CliRunner

from nuandong.cli import journal as commands
from nuandong.journal import api as journal
from nuandong.journal.sealing import seal_all
from nuandong.journal.verification import TROUBLE_WORDS, Finding, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org.actions.create_unit import create_unit
from tests.cast import COUNTY, NOW
from tests.databases import as_owner, as_role, settle


@pytest.fixture
def anchor(settings, tmp_path):
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    return settings.NUANDONG_ANCHOR_FILE


def write(name, *, sealed):
    with scope.enter(SYSTEM):
        create_unit(by=SYSTEM, now=NOW, name=name, kind="station", region=COUNTY)
    if sealed:
        settle()
        run("seal")


def run(*words):
    with as_role("worker"):
        return CliRunner().invoke(commands.app, list(words), catch_exceptions=False)


def alter_first():
    with as_owner(), connection.cursor() as cursor, scope.enter(SYSTEM):
        first = journal.history()[-1].id
        cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        cursor.execute("SELECT tableoid::regclass::text FROM journal_event WHERE id = %s", [first])
        partition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {partition} DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_event SET region = region + 1000 WHERE id = %s", [first])
        cursor.execute(f"ALTER TABLE {partition} ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")
    return first


def test_head_before_and_after_the_first_seal(committed_db, anchor):
    assert "还没有封存过；0 条记录等待封存" in run("head").output
    write("一所", sealed=False)
    settle()
    output = run("seal").output
    assert "封存了 1 条记录" in output
    head = anchor.read_text().split()[2]
    assert f"第 1 号封条，{anchor.read_text()[2:6]}" in output
    assert head in run("head").output
    assert "封存了 0 条记录" in run("seal").output


def test_verify_is_sound_then_names_what_was_changed_and_fails(committed_db, anchor):
    write("一所", sealed=True)
    write("二所", sealed=True)
    write("三所", sealed=False)
    for words in (["verify"], ["verify", "--texts"]):
        sound = run(*words)
        assert sound.exit_code == 0
        assert "校验了 2 个封条、2 条记录；另有 1 条尚未封存" in sound.output
        assert "没有发现改动" in sound.output
    first = alter_first()
    found = run("verify")
    assert found.exit_code == 1
    assert f"封条 1，记录 {first}，内容与封存时不一致" in found.output


def test_the_newest_seals_alone_leave_the_earlier_ones_unjudged(committed_db, anchor):
    for name in ("一所", "二所", "三所"):
        write(name, sealed=True)
    first = alter_first()
    with as_role("worker"), scope.enter(SYSTEM):
        newest = verify(anchor_file=anchor, newest=2)
        whole = verify(anchor_file=anchor, newest=3)
    assert (newest.sound, newest.seals, newest.sealed) == (True, 2, 2)
    assert [(finding.trouble, finding.event) for finding in whole.findings] == [("changed", first)]


def test_a_cut_chain_is_told_from_the_anchor(committed_db, anchor):
    for name in ("一所", "二所"):
        write(name, sealed=True)
    with anchor.open("a") as file:
        file.write(f"3 {NOW.isoformat()} {'0' * 64}\n")
    with as_role("worker"), scope.enter(SYSTEM):
        assert seal_all(now=NOW, anchor_file=None) == 0
        assert verify(anchor_file=anchor, newest=1).findings == (Finding("seal_missing", seal=3),)
    assert "封条 3，封条缺失" in run("verify").output


@pytest.mark.parametrize("trouble", TROUBLE_WORDS)
def test_every_trouble_has_words(trouble):
    assert commands.finding_words(Finding(trouble, seal=4)) == f"封条 4，{TROUBLE_WORDS[trouble]}"
