"""The chain names what was changed, taken away or slipped in, even by the owner of the database."""

from typing import ClassVar

import pytest
from django.db import connection

from nuandong.journal import api as journal
from nuandong.journal import verification
from nuandong.journal.models import Seal
from nuandong.journal.sealing import seal_all, seal_next
from nuandong.journal.verification import verify
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.vault.api import destroy_season, season_of
from tests.cast import COUNTY, NOW
from tests.databases import as_owner, as_role, settle


@journal.register
class Written(journal.Payload):
    kind: ClassVar[str] = "test.line_written"
    title: ClassVar[str] = "写了一行"
    subject_type: ClassVar[str] = "test.line"
    number: int


@pytest.fixture
def chain(committed_db, tmp_path):
    """Twelve events in four seals of three, anchored in a file."""
    anchor = tmp_path / "anchor" / "heads.log"
    ids = []
    for number in range(12):
        with scope.enter(SYSTEM):
            event = journal.record(
                Written(number=number),
                by=SYSTEM,
                now=NOW,
                region=COUNTY,
                subject=new_id(NOW),
                text={"words": f"第{number}行"},
            )
        ids.append(event.id)
        if number % 3 == 2:
            settle()
            with_worker(lambda: seal_all(now=NOW, anchor_file=anchor))
    return ids, anchor


def with_worker(do):
    with as_role("worker"), scope.enter(SYSTEM):
        return do()


def report(anchor=None, texts=False):
    return with_worker(lambda: verify(anchor_file=anchor, texts=texts))


def by_force(*statements):
    """What a dishonest owner of the database would do."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE 'journal%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, values in statements:
            cursor.execute(statement, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_chain_follows_transactions_by_number_and_not_by_their_digits(committed_db):
    """The tenth transaction comes after the ninth, though its digits come before."""
    ids = []
    for number in range(5):
        with scope.enter(SYSTEM):
            event = journal.record(Written(number=number), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))
        ids.append(event.id)
    by_force(
        *(
            ("UPDATE journal_event SET xid = %s::text::xid8 WHERE id = %s", [str(8 + n), one])
            for n, one in enumerate(ids)
        )
    )
    settle()
    sealed = []
    while (seal := with_worker(lambda: seal_next(now=NOW, batch=2))) is not None:
        sealed += seal.ids
    assert sealed == ids
    assert report().sound


def test_an_untouched_chain_is_sound(chain):
    _ids, anchor = chain
    found = report(anchor, texts=True)
    assert (found.sound, found.sealed, found.seals, found.unsealed) == (True, 12, 4, 0)
    assert len(anchor.read_text().splitlines()) == 4


@pytest.mark.parametrize(
    ("statement", "trouble"),
    [
        ("UPDATE journal_event SET payload = '{\"number\": 99}' WHERE id = %s", "changed"),
        ("UPDATE journal_event SET acted_at = acted_at - interval '1 hour' WHERE id = %s", "changed"),
        ("UPDATE journal_event SET actor = gen_random_uuid() WHERE id = %s", "changed"),
        ("DELETE FROM journal_event WHERE id = %s", "missing"),
    ],
)
@pytest.mark.parametrize("place", [0, 4, 11])
def test_a_touched_row_is_named(chain, statement, trouble, place):
    ids, anchor = chain
    by_force((statement, [ids[place]]))
    (finding,) = report(anchor).findings
    assert (finding.trouble, finding.event, finding.seal) == (trouble, ids[place], place // 3 + 1)


def test_a_row_slipped_in_is_named(chain):
    ids, anchor = chain
    intruder = new_id(NOW)
    by_force(
        (
            "INSERT INTO journal_event SELECT %s, epoch, xid, kind, version, actor, typist, unit, region, subject_type, subject, "
            "acted_at, recorded_at, payload, voids, text_digest FROM journal_event WHERE id = %s",
            [intruder, ids[4]],
        )
    )
    (finding,) = report(anchor).findings
    assert (finding.trouble, finding.event) == ("inserted", intruder)


def test_everything_truncated_is_told_from_the_seals_and_the_seals_from_the_anchor(chain):
    ids, anchor = chain
    by_force(("TRUNCATE journal_event", []))
    assert {(f.trouble, f.event) for f in report(anchor).findings} == {("missing", event) for event in ids}
    by_force(("TRUNCATE journal_seal", []))
    assert {(f.trouble, f.seal) for f in report(anchor).findings} == {("seal_missing", n) for n in (1, 2, 3, 4)}


def test_a_seal_taken_out_or_written_anew_is_named(chain):
    _ids, anchor = chain
    by_force(("DELETE FROM journal_seal WHERE number = 2", []))
    troubles = {(f.trouble, f.seal) for f in report(anchor).findings}
    assert ("seal_missing", 2) in troubles
    by_force(("UPDATE journal_seal SET head = sha256('x') WHERE number = 4", []))
    assert {("seal_broken", 4), ("anchor_differs", 4)} <= {(f.trouble, f.seal) for f in report(anchor).findings}


def test_changed_words_are_named_and_destroyed_words_are_not_a_finding(chain):
    ids, anchor = chain
    by_force(
        (
            "UPDATE journal_journaltext SET sealed = set_byte(sealed, 40, 1 + get_byte(sealed, 40) %% 200) WHERE event = %s",
            [ids[5]],
        )
    )
    (finding,) = report(anchor, texts=True).findings
    assert (finding.trouble, finding.event) == ("text_changed", ids[5])
    with as_owner(), scope.enter(SYSTEM):
        destroy_season(season_of(NOW), now=NOW)
    assert report(anchor, texts=True).sound
    with scope.enter(SYSTEM):
        assert journal.texts(ids) == {}


def test_the_unsealed_tail_is_counted_not_judged(chain):
    _ids, anchor = chain
    with scope.enter(SYSTEM):
        journal.record(Written(number=13), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))
    found = report(anchor)
    assert (found.sound, found.unsealed) == (True, 1)


def test_sealing_with_nothing_new_makes_no_seal(chain):
    assert with_worker(lambda: seal_next(now=NOW)) is None
    assert Seal.objects.count() == 4


def test_the_file_does_not_remember_a_seal_that_was_not_kept(chain):
    _ids, anchor = chain
    with scope.enter(SYSTEM):
        journal.record(Written(number=12), by=SYSTEM, now=NOW, region=COUNTY, subject=new_id(NOW))
    settle()

    def seal_and_fail():
        assert seal_all(now=NOW, anchor_file=anchor) == 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        with_worker(seal_and_fail)
    assert len(anchor.read_text().splitlines()) == 4
    assert report(anchor).sound


def test_what_is_sealed_during_the_check_is_not_missed(chain, monkeypatch):
    _ids, anchor = chain

    def compared_while_another_seals(*words):
        with anchor.open("a") as file:
            file.write(f"5 {NOW.isoformat()} {'0' * 64}\n")
        return compare(*words)

    compare = verification._compare
    monkeypatch.setattr(verification, "_compare", compared_while_another_seals)
    assert report(anchor).sound
