"""A blank from the upload to the filled copy: who may, what is kept, what is said, what a new edition asks."""

import hashlib
import io
from types import SimpleNamespace

import openpyxl
import pytest

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow
from nuandong.org import scope
from nuandong.reports import keeping as reports
from nuandong.reports.actions.fill_blank import fill_blank
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.map_blank import map_blank
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.actions.upload_blank import upload_blank, upload_edition
from nuandong.reports.blanks import keeping
from nuandong.reports.models import BlankEdition, BlankMapping
from tests.cast import COUNTY, NOW
from tests.reports.blanks.making import weekly_document, weekly_workbook
from tests.reports.test_reports import MONDAY

BINDINGS = {
    "1!A2#1": "fact/unit",
    "1!A2#2": "fact/author",
    "1!D2#1": "fact/signed_on",
    "1!D6": "cell/points/week",
    "1!D7": "cell/publicity/week",
    "1!E7": "cell/publicity/so_far",
    "1!E8": "",
}


@pytest.fixture
def world(db, cast, by_hand) -> SimpleNamespace:
    """A weekly report with one number entered, and an unmapped blank for it."""
    with scope.enter(cast.head):
        report = start_report(by=cast.head, now=NOW, report="weekly", region=COUNTY, first=MONDAY)
        fill_report(by=cast.head, now=NOW, report=report.id, values={("publicity", "week"): 12}, texts={"work": "平稳"})
        blank = upload_blank(by=cast.head, now=NOW, title="市局周报", report="weekly", data=weekly_workbook())
    return SimpleNamespace(report=report.id, blank=blank.id)


def mapped(cast, world) -> BlankMapping:
    with scope.enter(cast.head):
        return map_blank(by=cast.head, now=NOW, blank=world.blank, edition=1, seen=0, bindings=BINDINGS)


def test_filled_as_a_draft_and_as_it_was_signed(world, cast):
    mapped(cast, world)
    with scope.enter(cast.head):
        draft = fill_blank(by=cast.head, now=NOW, blank=world.blank, report=world.report)
        content = reports.content_of(reports.report_of(world.report))
        page = openpyxl.load_workbook(io.BytesIO(storing.read(draft.file)[0])).active
        assert (draft.draft, draft.source, draft.filled) == (True, content.digest(), 2)
        assert (page["D6"].value, page["D7"].value, page["E7"].value) == (0, 12, None)
        assert page.oddHeader.left.text == "草稿，未签批"
        # Nothing is invented: what has no value, and what nobody bound, stays empty and is said.
        assert draft.empty == [
            ["1!A2#1", "none"], ["1!A2#2", "none"], ["1!D2#1", "unsigned"], ["1!D5", "unbound"], ["1!E5", "unbound"],
            ["1!E6", "unbound"], ["1!E7", "none"], ["1!D8", "unbound"], ["1!E8", "unbound"],
            ["1!E9", "unbound"],
        ]  # fmt: skip
        event = journal.history(subject=world.blank, kinds=["reports.blank_filled"])[0]
        assert event.payload == {
            "report": "weekly", "filling": str(draft.id), "period_from": "2026-11-30", "period_to": "2026-12-06",
            "draft": True, "content_digest": content.digest(), "places_filled": 2, "places_empty": 10,
        }  # fmt: skip
    with scope.enter(cast.officer):
        sign_report(by=cast.officer, now=NOW, report=world.report, digest=content.digest())
        made = fill_blank(by=cast.officer, now=NOW, blank=world.blank, report=world.report)
        page = openpyxl.load_workbook(io.BytesIO(storing.read(made.file)[0])).active
    assert not made.draft
    assert page.oddHeader.left.text is None
    assert page["D2"].value == "填报日期：2026年12月1日"


def test_the_file_is_known_by_its_hash_and_mappings_are_versions(world, cast):
    first = mapped(cast, world)
    with scope.enter(cast.head):
        edition = BlankEdition.objects.get(blank=world.blank)
        assert hashlib.sha256(storing.read(edition.file)[0]).hexdigest() == edition.digest
        again = map_blank(
            by=cast.head, now=NOW, blank=world.blank, edition=1, seen=1, bindings={"1!D6": "cell/points/week"}
        )
        kinds = [(one.kind, one.payload.get("bound")) for one in journal.history(subject=world.blank)]
        assert BlankMapping.objects.get(id=first.id).bindings == BINDINGS
    assert (first.number, again.number) == (1, 2)
    assert kinds == [("reports.blank_mapped", 1), ("reports.blank_mapped", 6), ("reports.blank_uploaded", None)]


def test_words_of_ones_own_are_sealed_and_sums_are_made(world, cast):
    said = {"1!A2#2": "say/张三 13985012345", "1!D6": "sum/cell/patrols/week+cell/patrols_night/week", "1!D7": "say/3"}
    with scope.enter(cast.head):
        row = map_blank(by=cast.head, now=NOW, blank=world.blank, edition=1, seen=0, bindings=said | {"1!D8": ""})
        assert "张三" not in str(row.bindings)
        assert "张三".encode() not in bytes(row.texts_sealed)
        assert keeping.bindings_of(BlankMapping.objects.get(id=row.id)) == said | {"1!D8": ""}
        made = fill_blank(by=cast.head, now=NOW, blank=world.blank, report=world.report)
        page = openpyxl.load_workbook(io.BytesIO(storing.read(made.file)[0])).active
        assert (page["D6"].value, page["D7"].value) == (0, 3)
        assert page["A2"].value.endswith("填报人：张三 13985012345")
        left = keeping.grid_of(BlankEdition.objects.get(blank=world.blank)).unbound(row.bindings)
        assert [at for at, known in left if known] == ["1!D8"]
        upload_edition(by=cast.head, now=NOW, blank=world.blank, data=weekly_workbook(above=2))
        moved = keeping.since_mapped(keeping.blank_of(world.blank))
        assert moved is not None
        assert moved.bindings["1!A4#2"] == "say/张三 13985012345"
        mixed = {"1!D8": "sum/cell/patrols/week+cell/points/week"}
        with pytest.raises(Invalid):
            map_blank(by=cast.head, now=NOW, blank=world.blank, edition=2, seen=0, bindings=mixed)


def test_a_new_edition_is_not_filled_until_it_was_confirmed(world, cast):
    mapped(cast, world)
    with scope.enter(cast.head):
        upload_edition(by=cast.head, now=NOW, blank=world.blank, data=weekly_workbook(above=2))
        held = keeping.blank_of(world.blank)
        moved = keeping.since_mapped(held)
        assert moved is not None
        assert {one.at: one.to for one in moved.moved}["1!D6"] == "1!D8"
        assert moved.gone == ()
        with pytest.raises(NotNow):
            fill_blank(by=cast.head, now=NOW, blank=world.blank, report=world.report)
        map_blank(by=cast.head, now=NOW, blank=world.blank, edition=2, seen=0, bindings=moved.bindings)
        made = fill_blank(by=cast.head, now=NOW, blank=world.blank, report=world.report)
        page = openpyxl.load_workbook(io.BytesIO(storing.read(made.file)[0])).active
    assert page["D9"].value == 12


ACTS = {
    "upload": lambda who, world: upload_blank(
        by=who, now=NOW, title="乡镇表", report="weekly", data=weekly_document()
    ),
    "upload_again": lambda who, world: upload_edition(
        by=who, now=NOW, blank=world.blank, data=world.same
    ),
    "upload_same_title": lambda who, world: upload_blank(
        by=who, now=NOW, title=" 市局周报 ", report="weekly", data=weekly_document()
    ),
    "upload_no_title": lambda who, world: upload_blank(by=who, now=NOW, title=" ", report="weekly", data=b""),
    "upload_no_report": lambda who, world: upload_blank(by=who, now=NOW, title="x", report="none", data=b""),
    "upload_other_kind": lambda who, world: upload_edition(
        by=who, now=NOW, blank=world.blank, data=weekly_document()
    ),
    "map": lambda who, world: map_blank(by=who, now=NOW, blank=world.blank, edition=1, seen=0, bindings=BINDINGS),
    "map_stale": lambda who, world: map_blank(by=who, now=NOW, blank=world.blank, edition=1, seen=3, bindings=BINDINGS),
    "map_formula": lambda who, world: map_blank(
        by=who, now=NOW, blank=world.blank, edition=1, seen=0, bindings={"1!D9": "cell/points/week"}
    ),
    "map_unknown": lambda who, world: map_blank(
        by=who, now=NOW, blank=world.blank, edition=1, seen=0, bindings={"1!D6": "cell/none/week"}
    ),
    "map_nothing": lambda who, world: map_blank(
        by=who, now=NOW, blank=world.blank, edition=1, seen=0, bindings={"1!D6": ""}
    ),
    "fill": lambda who, world: fill_blank(by=who, now=NOW, blank=world.blank, report=world.report),
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "act", "error"),
    [
        ("head", "upload", None),
        ("leader", "upload", Forbidden),
        ("head", "upload_again", Conflict),
        ("head", "upload_same_title", Invalid),
        ("head", "upload_no_title", Invalid),
        ("head", "upload_no_report", NotFound),
        ("head", "upload_other_kind", Invalid),
        ("officer", "map", None),
        ("leader", "map", Forbidden),
        ("outsider", "map", NotFound),
        ("head", "map_stale", Conflict),
        ("head", "map_formula", Invalid),
        ("head", "map_unknown", Invalid),
        ("head", "map_nothing", Invalid),
        ("head", "fill", NotNow),
        ("outsider", "fill", NotFound),
    ],
)
def test_who_may_and_what_is_refused(world, cast, who, act, error):
    actor = getattr(cast, who)
    with scope.enter(cast.head):
        world.same = storing.read(BlankEdition.objects.get(blank=world.blank).file)[0]
    with scope.enter(actor):
        if error is None:
            ACTS[act](actor, world)
            return
        with pytest.raises(error) as refused:
            ACTS[act](actor, world)
        assert isinstance(refused.value, DomainError)
    with scope.enter(cast.head):
        assert [one.kind for one in journal.history(subject=world.blank)] == ["reports.blank_uploaded"]
