"""代录 at the browser: one person types what another signed on paper; who acted and who typed are two things."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from nuandong.files.models import StoredFile
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI
from nuandong.org import scope
from nuandong.org.actors import SHEET
from nuandong.rescue.models import CareEntry, Encounter, FollowUp, PatrolRound
from tests.cast import COUNTY
from tests.web.clues.conftest import street
from tests.web.conftest import client_of, seat
from tests.web.crew.conftest import crew
from tests.web.stays.setting import inside
from tests.web.stays.setting import stage as station_stage
from tests.web.stock.setting import stage as stock_stage

__all__ = ["crew", "street"]
pytestmark = pytest.mark.django_db
CREW = "赵巡查 · 单位 520102000000"


def paper(name="sheet.jpg"):
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def text(answer):
    return answer.content.decode()


@pytest.fixture
def type_in(key):
    """Send a form as a member of the cast, with the fold filled in for the crew member unless told otherwise."""

    def send(member, page, *where, signer=CREW, **data):
        told = {"signer": signer, "signer_sheet": paper(), **data}
        sent = {name: value for name, value in told.items() if value is not None}
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **sent})

    return send


def meet(type_in, member="operator", **data):
    return type_in(member, "encounter-new", **{"sex": "male", "age_band": "18_59", "willing": "", **data})


def rows(model, **where):
    with scope.enter(SYSTEM):
        return list(model.objects.filter(**where).order_by("pk"))


def events(subject, kind):
    with scope.enter(SYSTEM):
        return journal.history(subject=subject, kinds=[kind])


def signed_by_crew(cast, typist, subject, kind):
    """The one event of a kind: acted by the crew member, typed by another, with the photo of the paper behind it."""
    (event,) = events(subject, kind)
    assert (event.actor, event.typist) == (cast.crew.staff, getattr(cast, typist).staff)
    with scope.enter(SYSTEM):
        sheet = StoredFile.objects.get(id=journal.sheet_of(event.id))
    assert sheet.purpose == SHEET
    return event


@pytest.mark.parametrize(
    ("member", "offered"), [("operator", True), ("leader", True), ("clerk_a", True), ("crew", False)]
)
def test_the_fold_is_shown_to_those_who_may_type_for_others(crew, member, offered):
    seat("clerk_a")
    html = text(client_of(member).get(reverse("encounter-new")))
    assert ("签字原件照片" in html) == offered


def test_somebody_met_is_recorded_by_whoever_signed(crew, cast, type_in):
    assert meet(type_in, clue=crew.job.id).status_code == 302
    (row,) = rows(Encounter)
    assert (row.recorded_by, row.team_id, row.region) == (cast.crew.staff, crew.near.id, COUNTY)
    event = signed_by_crew(cast, "operator", row.id, "rescue.encounter_recorded")
    leader = client_of("leader")
    page = text(leader.get(reverse("event", args=[event.id])))
    for words in ("赵巡查", "王值班", "代录人", "查看照片"):
        assert words in page
    assert 'id="words' not in page
    photo = leader.get(reverse("event-sheet", args=[event.id]))
    assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")


def test_an_event_of_ones_own_has_no_sheet(crew, type_in):
    meet(type_in, "leader", signer=None, signer_sheet=None)
    (row,) = rows(Encounter)
    (event,) = events(row.id, "rescue.encounter_recorded")
    assert (event.actor, event.typist) == (row.recorded_by, row.recorded_by)
    leader = client_of("leader")
    assert "签字原件" not in text(leader.get(reverse("event", args=[event.id])))
    assert leader.get(reverse("event-sheet", args=[event.id])).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"signer_sheet": None}, "请先拍下签字或按手印的纸质记录并上传"),
        ({"signer": None}, "没有写明签字人"),
        ({"signer": "无名氏"}, "请从列表中选择"),
        ({"signer": "蒋邻县"}, "没有找到签字人"),
        ({"signer": "王值班"}, "签字人就是您本人"),
        ({"signer_sheet": SimpleUploadedFile("x.jpg", b"no photo at all", "image/jpeg")}, "不能作为照片保存"),
    ],
)
def test_what_is_refused_says_what_to_do_beside_its_field_and_keeps_nothing(crew, type_in, wrong, said):
    seat("outsider")
    answer = meet(type_in, **wrong)
    assert answer.status_code == 422
    assert said in text(answer)
    assert set(answer.context["form"].errors) <= {"signer", "signer_sheet"}
    assert '_fold" open' in text(answer)
    assert (rows(Encounter), rows(StoredFile)) == ([], [])


def test_whoever_may_not_type_for_others_acts_himself(crew, cast, type_in):
    assert meet(type_in, "crew", signer="王值班").status_code == 302
    (row,) = rows(Encounter)
    assert row.recorded_by == cast.crew.staff
    assert rows(StoredFile) == []


def test_the_signed_paper_is_the_paper_of_a_late_entry(crew, type_in):
    late = f"{(crew.now - timedelta(hours=20)).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
    assert meet(type_in, acted_at=late).status_code == 302
    (row,) = rows(Encounter)
    (sheet,) = rows(StoredFile)
    assert (row.late_entry, row.sheet_photo) == (True, sheet.id)


def test_ending_and_visit_carry_the_time_on_the_paper(crew, cast, type_in):
    hour = timedelta(hours=1)
    moments = [f"{(crew.now - n * hour).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" for n in (3, 2, 1)]
    meet(type_in, acted_at=moments[0])
    (row,) = rows(Encounter)
    assert "id_refused_signer_fold" in text(client_of("operator").get(reverse("encounter", args=[row.id])))
    refused = type_in("operator", "encounter-end", row.id, outcome="refused", declined="on", leaflet="on", signer="谁")
    assert refused.status_code == 422
    assert "没有找到签字人" in text(refused)
    ended = type_in(
        "operator",
        "encounter-end",
        row.id,
        outcome="refused",
        willing="no",
        declined="on",
        leaflet="on",
        acted_at=moments[1],
    )
    assert ended.status_code == 302, text(ended)
    event = signed_by_crew(cast, "operator", row.id, "rescue.encounter_closed")
    assert f"{event.acted_at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" == moments[1]
    visit = rows(FollowUp)[0]
    assert type_in("operator", "follow-up", visit.id, outcome="went_home", acted_at=moments[2]).status_code == 302
    signed_by_crew(cast, "operator", row.id, "rescue.follow_up_done")
    assert rows(FollowUp)[0].done_by == cast.crew.staff


def test_a_round_on_paper(crew, cast, type_in):
    assert type_in("leader", "patrol-start", team=crew.near.id).status_code == 302
    (out,) = rows(PatrolRound)
    assert type_in("leader", "patrol-check", out.id, place=crew.bridge.id, found="1").status_code == 302
    assert type_in("leader", "patrol-complete", out.id).status_code == 302
    for kind in ("rescue.patrol_started", "rescue.patrol_point_checked", "rescue.patrol_completed"):
        signed_by_crew(cast, "leader", out.id, kind)


def test_care_in_the_station_is_typed_by_the_head(db, cast, type_in):
    with scope.enter(SYSTEM):
        stay = inside(station_stage())
    assert type_in("head", "stay-care", stay.id, kind="meal").status_code == 302
    assert [one.given_by for one in rows(CareEntry)] == [cast.crew.staff]


def test_goods_given_out_and_handed_over_on_paper(db, cast, type_in):
    with scope.enter(SYSTEM):
        goods = stock_stage()
    html = text(client_of("head").get(reverse("stock-issue", args=[goods.depot.id])))
    assert html.count('name="signer"') == 1
    given = type_in("head", "stock-issue", goods.depot.id, q_leaflet__="2", signed="on")
    assert given.status_code == 302, text(given)
    handed = type_in("head", "stock-hand", goods.depot.id, q_leaflet__="3", to_store=goods.carried.id)
    assert handed.status_code == 302, text(handed)
    with scope.enter(SYSTEM):
        acts = journal.history(actor=cast.crew.staff)
    assert {(one.kind, one.typist) for one in acts} == {
        ("supplies.kit_issued", cast.head.staff),
        ("supplies.goods_dispatched", cast.head.staff),
        ("supplies.goods_transferred", cast.head.staff),
    }


def test_the_list_of_signers_shows_names_and_units_only_to_those_who_may(crew):
    seat("outsider")
    answer = client_of("operator").get(reverse("signers"), {"signer": "巡查"})
    assert text(answer).strip() == f'<option value="{CREW}"></option>'
    everybody = text(client_of("operator").get(reverse("signers")))
    assert ("李带班" in everybody, "王值班" in everybody, "蒋邻县" in everybody) == (True, False, False)
    assert client_of("crew").get(reverse("signers")).status_code == 403
