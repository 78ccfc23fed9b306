"""Personal data of a season is destroyed after its assessment: what, by whom, when not, whole, and nothing else."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from typer.testing import CliRunner

from nuandong.cli.relief import app
from nuandong.files.models import StoredFile
from nuandong.files.storing import read
from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.people.masking import GONE
from nuandong.people.models import Household, IdentityDocument, Person, PersonKey
from nuandong.relief.actions.attend_destruction import attend_destruction
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.actions.write_destruction import (
    Keep,
    approve_destruction,
    draft_destruction,
    drop_destruction,
)
from nuandong.relief.destroying import running
from nuandong.relief.destroying.inventory import digest_of
from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.rows import counted, family
from nuandong.relief.models import (
    Application,
    Archive,
    Destruction,
    DestructionItem,
    Entitlement,
    Evaluation,
    Finding,
    Freeze,
    LedgerFile,
    Need,
    Objection,
    PayoutLine,
    Season,
)
from tests.cast import COUNTY, VILLAGE_A, cast
from tests.databases import as_role
from tests.relief.books import book, household
from tests.relief.over import ASSESSED, over
from tests.relief.test_ledger import uploaded
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db
PEOPLE = cast()
LATER = ASSESSED + timedelta(days=1)
TO_DESTROY = {
    "ledgers": 3, "ledger_rows": 2, "needs": 2, "applications": 1, "cards": 2, "outside": 1, "objectors": 1,
    "findings": 1, "scans": 1,
}  # fmt: skip
KEPT_TABLES = (
    "relief_payoutline", "relief_payout", "relief_entitlement", "relief_entitledperson", "relief_decision",
    "relief_notice", "relief_noticeline", "relief_archive", "relief_evaluation", "relief_meeting", "relief_vote",
    "relief_funds", "relief_scan", "relief_instalment",
)  # fmt: skip
SEARCHED = (
    "relief_ledgerfile", "relief_ledgerrow", "relief_ledgercopy", "relief_need", "relief_application",
    "relief_cardseen", "relief_outsideentry", "relief_objection", "relief_finding", "files_storedfile",
    "people_person", "people_household", "people_identitydocument", "people_personkey",
)  # fmt: skip


@pytest.fixture
def world(settings):
    settings.NUANDONG_DEMO = True
    for member in ("officer", "boss", "finance", "storekeeper", "clerk_b", "outsider"):
        seat(member)
    return over()


def draft(season, by=PEOPLE.officer, **more):
    with scope.enter(by):
        return draft_destruction(by=by, now=ASSESSED, season=season.id, **more)


def approve(row, by=PEOPLE.boss, **more):
    values = {"seen": row.changed_at, "executor": PEOPLE.officer.staff, "witness": PEOPLE.finance.staff}
    with scope.enter(by):
        return approve_destruction(by=by, now=ASSESSED, destruction=row.id, **(values | more))


def attend(row, *by):
    for one in by or (PEOPLE.officer, PEOPLE.finance):
        with scope.enter(one):
            made = attend_destruction(by=one, now=ASSESSED, destruction=row.id)
    return made


def run(chunk=3):
    with as_role("worker"):
        return running.destroy_next(LATER, chunk)


def now_of(row):
    with scope.enter(SYSTEM):
        return Destruction.objects.get(id=row.id)


def refused(act) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value


def texts(tables, where=""):
    """Every row of the tables as the database writes it."""
    found = []
    with as_role("owner"), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t {where} ORDER BY 1")
            found += [f"{table} {text}" for (text,) in cursor.fetchall()]
    return found


def test_every_model_with_personal_fields_is_in_a_kind():
    listed = {name for kind in kinds().values() for name in kind.models}
    models = {one.__name__: one for one in apps.get_app_config("relief").get_models()}
    assert {name for name, one in models.items() if one.personal} <= listed
    assert listed <= set(models)


def test_assessed_approved_watched_destroyed(world):
    season = world.season
    with scope.enter(SYSTEM):
        sealed = [bytes(one) for one in Person.objects.values_list("name_sealed", flat=True)]
        mine = [one.person for one in world.refused.household.memberships.select_related("person")]
        secrets = [bytes(one.name_sealed).hex() for one in mine]
        secrets += [bytes(d.number_sealed).hex() for one in mine for d in one.documents.all()]
        secrets += [bytes(d.number_blind).hex() for one in mine for d in one.documents.all()]
        secrets += [bytes(world.refused.reason_sealed).hex(), bytes(world.refused.household.address_sealed).hex()]
        secrets += [bytes(f.content_sealed).hex() for f in StoredFile.objects.filter(purpose__in=["relief.card", "relief.ledger", "relief.scan"])]  # fmt: skip
        before = counted(family(season))
        granted_rows = Application.objects.filter(entitlement__isnull=False).values()
        granted = list(granted_rows)
        keys = PersonKey.objects.filter(person__in=mine).count()
    assert keys
    assert len(sealed) == 4
    assert {code: before[code] for code in TO_DESTROY} == TO_DESTROY
    # Two households of the ledger that nothing else needs: two homes, two people, two papers.
    assert before["registry"] == 6
    stood = texts(KEPT_TABLES)
    hidden = "\n".join(texts(SEARCHED))
    assert all(one in hidden for one in secrets)

    row = draft(season)
    assert {one[0]: one[1] for one in row.assessed} == before
    approved = approve(row)
    assert approved.items == sum(TO_DESTROY.values()) + before["registry"]
    with scope.enter(SYSTEM):
        assert digest_of(row.id) == approved.digest
        assert len({one.digest for one in DestructionItem.objects.all()}) == approved.items
    attend(row, PEOPLE.officer)
    assert run() is None, "one alone begins nothing"
    attend(row, PEOPLE.finance)
    assert run() == row.id
    done = now_of(row)
    assert (done.trouble, done.done, done.destroyed_at, done.salt) == ("", done.items, LATER, None)
    assert run() is None

    assert texts(KEPT_TABLES) == stood
    left = "\n".join(texts(SEARCHED))
    assert [one for one in secrets if one in left] == []
    with scope.enter(SYSTEM):
        after = counted(family(season))
        assert {code: after[code] for code in (*TO_DESTROY, "registry")} == dict.fromkeys((*TO_DESTROY, "registry"), 0)
        assert {code: after[code] for code in after if kinds()[code].treatment == "keep"} == {
            code: before[code] for code in before if kinds()[code].treatment == "keep"
        }
        assert list(granted_rows.all()) == granted
        case = Application.objects.get(id=world.refused.id)
        assert (case.head_masked, case.facts, case.reason_sealed) == (GONE, {}, None)
        assert not PersonKey.objects.filter(person__in=mine).exists()
        assert IdentityDocument.objects.filter(person__memberships__household__in=Entitlement.objects.values("household")).count() == 2  # fmt: skip
        assert Household.objects.count() == 4
        file = StoredFile.objects.filter(purpose="relief.scan").get()
        assert refused(lambda: read(file.id)).code == "files.destroyed"
        kept = Objection.objects.get()
        assert kept.contact_sealed is None
        assert bytes(kept.words_sealed)
        told = JournalEvent.objects.filter(subject=row.id).values_list("kind", flat=True)
        assert sorted(told) == [
            "relief.destruction_approved", "relief.destruction_attended", "relief.destruction_attended",
            "relief.destruction_done", "relief.destruction_drafted",
        ]  # fmt: skip


def test_killed_half_way_it_goes_on_and_nothing_is_half_destroyed(world, monkeypatch):
    row = draft(world.season)
    attend(approve(row))
    some = running._some
    worked = []

    class Killed(BaseException):
        """As a worker dies: nothing after it runs."""

    def dies(one, now, chunk):
        if len(worked) == 2:
            raise Killed
        worked.append(some(one, now, chunk))
        return worked[-1]

    monkeypatch.setattr(running, "_some", dies)
    with suppress(Killed):
        run(chunk=2)
    half = now_of(row)
    assert (half.done, half.destroyed_at, half.trouble) == (4, None, "")
    with scope.enter(SYSTEM):
        assert DestructionItem.objects.filter(destroyed_at__isnull=False).count() == 4
    monkeypatch.setattr(running, "_some", some)
    with scope.enter(SYSTEM):
        values = {"region": VILLAGE_A, "season": 2026, "why": "审计", "set_by": PEOPLE.boss.staff, "set_at": ASSESSED}
        freeze = Freeze.objects.create(id=new_id(ASSESSED), **values)
    run(chunk=2)
    assert (now_of(row).done, "冻结" in now_of(row).trouble) == (4, True), "an audit that begins meanwhile stops it"
    with scope.enter(PEOPLE.boss):
        begun = refused(lambda: drop_destruction(by=PEOPLE.boss, now=LATER, destruction=row.id, why="审计已经开始"))
        assert begun.code == "relief.destruction_begun"
        Freeze.objects.filter(id=freeze.id).update(lifted_at=LATER, lifted_by=PEOPLE.boss.staff)
    attend(row, PEOPLE.finance)
    run(chunk=2)
    assert now_of(row).destroyed_at == LATER
    with scope.enter(SYSTEM):
        assert not DestructionItem.objects.filter(destroyed_at=None).exists()
        assert JournalEvent.objects.filter(kind="relief.destruction_done").count() == 1


CHANGES = [
    ("another record", lambda world: Need.objects.filter(household=world.refused.household_id).update(loss_type="CROP")),
    ("one more", lambda world: Finding.objects.create(id=new_id(ASSESSED), region=COUNTY, season=2026, check_code="x",
        subject_type="region", subject="1", facts={"a": 1}, digest="9" * 64, state="cleared", found_at=ASSESSED,
        seen_at=ASSESSED, decided_by=PEOPLE.boss.staff, decided_at=ASSESSED)),
    ("opened again", lambda world: Season.objects.update(closed_at=None)),
    ("an audit", lambda world: Freeze.objects.create(id=new_id(ASSESSED), region=COUNTY, season=2026, why="审计",
        set_by=PEOPLE.boss.staff, set_at=ASSESSED)),
]  # fmt: skip


@pytest.mark.parametrize("change", [one[1] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_what_changed_since_the_approval_destroys_nothing(world, change):
    row = draft(world.season)
    attend(approve(row))
    with scope.enter(SYSTEM):
        change(world)
    run()
    stopped = now_of(row)
    assert stopped.trouble
    assert (stopped.done, stopped.destroyed_at) == (0, None)
    with scope.enter(SYSTEM):
        assert Application.objects.filter(head_masked=GONE).count() == 0
    assert run() is None, "it waits for somebody to see to it"
    with scope.enter(PEOPLE.boss):
        assert drop_destruction(by=PEOPLE.boss, now=LATER, destruction=row.id, why="记录有变化").dropped_at == LATER


HINDRANCES = [
    ("open", lambda: Season.objects.update(closed_at=None), "relief.destroy_open"),
    ("not evaluated", lambda: Evaluation.objects.update(signed_at=None, signed_by=None), "relief.destroy_evaluation"),
    ("no archive", lambda: Archive.objects.all().delete(), "relief.destroy_archive"),
    ("archive lacks", lambda: Archive.objects.update(missing=[["funds", ""]]), "relief.destroy_archive"),
    ("archive older", lambda: Archive.objects.update(made_at=ASSESSED - timedelta(days=20)), "relief.destroy_archive"),
    ("frozen", lambda: Freeze.objects.create(id=new_id(ASSESSED), region=COUNTY, season=2026, why="审计",
        set_by=PEOPLE.boss.staff, set_at=ASSESSED), "relief.frozen"),
    ("objection", lambda: Objection.objects.update(state="open", answered_at=None), "relief.destroy_objections"),
    ("finding", lambda: Finding.objects.update(state="open", decided_by=None), "relief.destroy_findings"),
    ("money", lambda: PayoutLine.objects.filter(serial=1).update(state="sent"), "relief.destroy_money"),
    ("ledger", lambda: LedgerFile.objects.update(state="checked"), "relief.destroy_ledgers"),
]  # fmt: skip


def test_while_something_is_in_the_way_nothing_is_assessed_or_approved(world):
    for about, hinder, code in HINDRANCES:
        with transaction.atomic():
            row = draft(world.season)
            with as_role("owner"):
                hinder()
            for act in (lambda: draft(world.season), lambda row=row: approve(row)):
                refusal = refused(act)
                assert (about, refusal.code) == (about, code)
                assert isinstance(refusal, NotNow)
                assert refusal.advice
            transaction.set_rollback(True)
    assert not Destruction.objects.exists()


def test_who_and_when_not(world):
    season = world.season
    for by in (PEOPLE.boss, PEOPLE.clerk_a, PEOPLE.auditor, PEOPLE.outsider):
        assert isinstance(refused(lambda by=by: draft(season, by=by)), Forbidden | OutOfScope | NotFound)
    keep = Keep("payments", "保存", date(2030, 1, 1))
    assert refused(lambda: draft(season, keeps=[keep])).code == "relief.destruction_kind"
    late = Keep("findings", "案件", date(2026, 1, 1))
    assert isinstance(refused(lambda: draft(season, keeps=[late])), Invalid)
    alone = Keep("applications", "信访案件", date(2030, 1, 1))
    assert refused(lambda: draft(season, keeps=[alone])).code == "relief.destruction_register"
    row = draft(season)
    again = draft(season, keeps=[Keep("findings", "信访案件留存", date(2030, 1, 1))])
    assert again.id == row.id
    assert ["findings", 1, "keep", "信访案件留存", "2030-01-01"] in again.assessed
    assert isinstance(refused(lambda: approve(again, by=PEOPLE.officer)), Forbidden)
    once = replace(PEOPLE.boss, second_factor=False)
    assert refused(lambda: approve(again, by=once)).code == "org.second_factor_needed"
    same = PEOPLE.officer.staff
    assert refused(lambda: approve(again, witness=same)).code == "relief.destruction_people"
    assert refused(lambda: approve(again, witness=PEOPLE.boss.staff)).code == "relief.destruction_people"
    assert refused(lambda: approve(again, witness=PEOPLE.outsider.staff)).code == "relief.destruction_stranger"
    assert isinstance(refused(lambda: approve(again, seen=LATER)), Conflict)
    approved = approve(again)
    assert isinstance(refused(lambda: approve(again)), NotNow)
    assert isinstance(refused(lambda: draft(season)), NotNow)
    for by in (PEOPLE.boss, PEOPLE.storekeeper):
        assert isinstance(refused(lambda by=by: attend(approved, by)), Forbidden)
    attend(approved)
    assert isinstance(refused(lambda: attend(approved, PEOPLE.officer)), NotNow)
    with scope.enter(PEOPLE.boss):
        assert isinstance(
            refused(lambda: drop_destruction(by=PEOPLE.boss, now=LATER, destruction=row.id, why="暂缓销毁")), NotNow
        )
    run()
    with scope.enter(SYSTEM):
        assert Finding.objects.get().facts != {}, "kept as evidence"
    second = draft(season)
    assert second.number == 2
    assert [one for one in second.assessed if one[2] == "destroy" and one[1]] == [
        ["findings", 1, "destroy", kinds()["findings"].ground, ""]
    ]


def test_the_command_counts_and_destroys_nothing(world):
    asked = ["destroy", "--as", "officer", "--region", str(COUNTY), "--season", "2026", "--json"]
    assert CliRunner().invoke(app, asked).exit_code == 2
    done = CliRunner().invoke(app, [*asked, "--dry-run"])
    told = json.loads(done.output)
    assert {one["kind"]: one["records"] for one in told["kinds"]}["registry"] == 6
    assert (done.exit_code, told["hindrances"]) == (0, [])
    Season.objects.update(closed_at=None)
    plain = CliRunner().invoke(app, [*asked[:-1], "--dry-run"])
    assert plain.exit_code == 1
    assert "还没有关闭" in plain.output


def test_nothing_comes_in_once_it_is_approved(world):
    approve(draft(world.season))
    for act in (
        lambda: uploaded(book([household(60)])),
        lambda: check_integrity(by=PEOPLE.officer, now=LATER, region=COUNTY, season=2026),
    ):
        with scope.enter(PEOPLE.officer):
            assert refused(act).code == "relief.destroyed"


def test_the_door_destroys_nothing_else(world):
    row = draft(world.season)
    with scope.enter(SYSTEM):
        line, case = PayoutLine.objects.first(), world.granted[0].application
        region, number = line.region, 0

    def item(source, record):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO relief_destructionitem (id, region, destruction_id, serial, kind, source, record, digest)"
                " VALUES (gen_random_uuid(), %s, %s, %s, 'x', %s, %s, relief_row_digest(%s, %s, ''))",
                [region, row.id, number + 1, source, record, source, record],
            )

    for source, record in (
        ("relief_payoutline", line.id),
        ("relief_application", case.id),
        ("people_household", case.household_id),
    ):
        with transaction.atomic():
            with as_role("owner"):
                item(source, record)
                Destruction.objects.filter(id=row.id).update(
                    approved_by=PEOPLE.boss.staff, approved_at=LATER, executor=PEOPLE.officer.staff, executor_at=LATER,
                    witness=PEOPLE.finance.staff, witness_at=LATER, started_at=LATER, digest="0" * 64, salt=b"", items=1,
                )  # fmt: skip
            told = pytest.raises(DatabaseError, match=r"never destroyed|is kept")
            with told, transaction.atomic(), as_role("worker"):
                running._some(row, LATER, 10)
            with pytest.raises(DatabaseError, match="stands"), as_role("owner"), transaction.atomic():
                item("relief_need", case.id)
            transaction.set_rollback(True)
    for role in ("web", "batch", "auditor"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role(role):
            running._some(row, LATER, 10)
    with pytest.raises(DatabaseError, match="no approved destruction"), transaction.atomic(), as_role("worker"):
        running._some(row, LATER, 10)
