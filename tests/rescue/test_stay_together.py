"""Act and event stand or fall together: when the event cannot be written, nothing was done."""

import pytest

from nuandong.journal import api as journal
from nuandong.rescue.actions.admit import Check, admit
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.close_encounter import Disposition, Kit, close_encounter
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.discharge import Leaving, discharge
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.models import BedUse, Belonging, Encounter, ExitRecord, FollowUp, KinNotice, Stay
from nuandong.supplies.models import Movement
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import arrive, bed, inside, meet

pytestmark = pytest.mark.django_db


class BrokenError(Exception):
    """The journal is out of order."""


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def broken(monkeypatch, *allowed: str) -> None:
    """Every event but those allowed fails."""
    write = journal.record

    def record(payload, **more):
        if payload.kind not in allowed:
            raise BrokenError(payload.kind)
        return write(payload, **more)

    monkeypatch.setattr(journal, "record", record)


def test_no_event_no_admission(stage, monkeypatch):
    stay = arrive(stage)
    broken(monkeypatch)
    with pytest.raises(BrokenError):
        admit(by=stage.station, now=NOW, stay=stay.id, check=Check())
    assert Stay.objects.get(id=stay.id).state == "arrived"


def test_no_event_no_bed(stage, monkeypatch):
    stay, place = inside(stage), bed(stage)
    broken(monkeypatch)
    with pytest.raises(BrokenError):
        assign_bed(by=stage.station, now=NOW, stay=stay.id, bed=place.id)
    assert not BedUse.objects.exists()


def test_no_event_no_refusal_and_no_goods(stage, monkeypatch):
    met = meet(stage.crew, "able_adult", willing=False)
    broken(monkeypatch, "supplies.kit_issued")
    done = Disposition(outcome="refused", kit=Kit(store=stage.world.store.id), leaflet=True)
    with pytest.raises(BrokenError):
        close_encounter(by=stage.crew, now=NOW, encounter=met.id, done=done)
    assert Encounter.objects.get(id=met.id).state == "open"
    assert not FollowUp.objects.exists()
    assert not Movement.objects.filter(encounter=met.id).exists()


def test_no_event_nobody_left(stage, monkeypatch):
    stay = inside(stage)
    deposit_belongings(by=stage.station, now=NOW, stay=stay.id, things=[Thing(what="背包")])
    broken(monkeypatch, "rescue.belongings_returned")
    with pytest.raises(BrokenError):
        discharge(by=stage.station, now=NOW, stay=stay.id, leaving=Leaving(exit="self_exit", witness="值班员"))
    assert Stay.objects.get(id=stay.id).state == "admitted"
    assert not ExitRecord.objects.exists()
    assert Belonging.objects.get(stay=stay).returned_at is None


def test_no_event_no_notice_on_the_page(stage, monkeypatch):
    stay = inside(stage)
    notice = draft_notice(by=stage.station, now=NOW, stay=stay.id, looks=Looks())
    broken(monkeypatch)
    with pytest.raises(BrokenError):
        publish_notice(by=stage.station, now=NOW, notice=notice.id, channels=["wechat"])
    assert KinNotice.objects.get(id=notice.id).state == "draft"
