"""A village's papers as one print (DIS-026): everything that goes up is in it, names in full only for cause."""

from uuid import uuid4

import pytest

from nuandong.files.storing import store_photo
from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.models import Pack
from nuandong.relief.policies_applying import Ballot
from tests.files.test_photos import photo as jpeg
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page

pytestmark = pytest.mark.django_db


def test_the_print_has_everything_that_goes_up():
    actor, _account = seat("cadre_a")
    seat("officer")
    divisions()
    with scope.enter(SYSTEM):
        season = seasons.season(seat("officer")[0])
        case = seasons.application(actor, season, "王秀英", amount_fen=45_001)
        session = Session(
            held_at=SystemClock().now(),
            place="村委会",
            invited=3,
            attendance="甲、乙、丙",
            chair="甲",
            minutes="逐户评议。",
            photos=[jpeg()],
        )
        record_assessment(
            by=actor,
            now=SystemClock().now(),
            season=season.id,
            region=case.region,
            session=session,
            ballots={case.id: Ballot(3)},
        )
        pack = Pack.objects.get()
        extra = store_photo(by=actor, now=SystemClock().now(), region=pack.region, data=jpeg(), purpose="relief.pack")
        Pack.objects.update(papers=[extra])
    where = f"/relief/packs/{pack.id}/print/"
    cadre, officer = client_of("cadre_a"), client_of("officer")
    paper = page(cadre.get(where))
    for words in ("拟救助对象名单", "本人申请", "同意 3", "银行账户", "逐户评议", "民主评议会", "补充材料", "450.01"):
        assert words in paper
    assert "王秀英" not in paper
    assert cadre.get(f"{where}photo/1/")["Content-Type"] == "image/jpeg"
    assert cadre.get(f"{where}photo/2/").status_code == 404
    assert client_of("cadre_b").get(where).status_code == 404
    sent = {"command_key": str(uuid4()), "reason": "报乡镇审核签字"}
    assert "王秀英" in page(officer.post(f"{where}plain/", sent))
    with scope.enter(SYSTEM):
        [event] = JournalEvent.objects.filter(kind="relief.form_taken")
    assert event.payload == {"form": "village-pack", "rows": 1, "plain": True, "printed": True}
