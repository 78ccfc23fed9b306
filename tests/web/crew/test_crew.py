"""The crew's pages: jobs and steps, somebody met and how it ends, what is kept while there is no network."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.kinds import UnitKind
from nuandong.rescue import open_cases
from nuandong.rescue.models import Clue, Dispatch, Encounter, FollowUp, HospitalCase, PatrolCheck, PatrolRound
from nuandong.supplies.models import Movement
from tests.cast import COUNTY, OTHER_COUNTY, TOWNSHIP_A
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def post(client, path, **fields):
    return client.post(f"/crew/{path}", {"command_key": str(uuid4()), **fields})


def row(model, **wanted):
    with scope.enter(SYSTEM):
        return model.objects.get(**wanted)


def picture(name="scene.jpg", colour="navy"):
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def no_photo():
    return SimpleUploadedFile("x.jpg", b"no photo at all", "image/jpeg")


def meet(client, clue, **fields):
    """Record somebody and return the encounter."""
    sent = {"clue": clue.id, "sex": "unknown", "age_band": "unknown", "willing": "", **fields}
    answer = post(client, "encounters/new/", **sent)
    assert answer.status_code == 302, text(answer)
    return row(Encounter, id=answer["Location"].split("/")[-2])


def test_my_jobs_show_the_place_the_clock_and_the_way_on(crew, client_as):
    page = text(client_as("crew").get("/crew/"))
    assert "甲秀桥南" in page
    assert "还有" in page
    assert f"/crew/jobs/{crew.dispatch.id}/" in page
    job = text(client_as("crew").get(f"/crew/jobs/{crew.dispatch.id}/"))
    for words in ("有人睡在桥下", "138****1234", "接单", "出发", "到场", "geo:26.58"):
        assert words in job
    assert "13800001234" not in job


def test_the_jobs_alone_come_fresh(crew, client_as):
    part = client_as("crew").get("/crew/now/")
    assert "甲秀桥南" in text(part)
    assert "<html" not in text(part)
    assert part["ETag"]


def test_the_steps_of_the_crew_are_first_hand_and_carry_the_moment_of_the_press(crew, client_as):
    client = client_as("crew")
    path = f"jobs/{crew.dispatch.id}/report/"
    pressed = crew.now
    for step in ("accept", "depart", "arrive", "finish"):
        assert post(client, path, step=step, typed_at=pressed.isoformat()).status_code == 302
    done = row(Dispatch, id=crew.dispatch.id)
    assert (done.state, done.on_scene_relayed, done.on_scene_at) == ("done", False, pressed)
    assert row(Clue, id=crew.job.id).state == "on_scene"


def test_a_record_sent_twice_counts_once(crew, client_as):
    client, key = client_as("crew"), str(uuid4())
    fields = {"command_key": key, "step": "accept", "typed_at": crew.now.isoformat()}
    answers = [client.post(f"/crew/jobs/{crew.dispatch.id}/report/", fields) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]


def test_a_script_gets_the_redirect_as_an_answer_it_can_read(crew, client_as):
    answer = client_as("crew").post(
        f"/crew/jobs/{crew.dispatch.id}/report/", {"step": "accept"}, headers={"x-requested-with": "fetch"}
    )
    assert (answer.status_code, answer["X-Location"]) == (204, f"/crew/jobs/{crew.dispatch.id}/")


def test_who_cannot_go_says_why(crew, client_as):
    client, path = client_as("crew"), f"jobs/{crew.dispatch.id}/decline/"
    assert post(client, path).status_code == 422
    assert post(client, path, reason="车坏在路上").status_code == 302
    assert row(Clue, id=crew.job.id).state == "open"


def test_every_form_of_the_job_is_kept_without_a_network(crew, client_as):
    client = client_as("crew")
    for path in ("/crew/", f"/crew/jobs/{crew.dispatch.id}/", f"/crew/encounters/new/?clue={crew.job.id}"):
        page = text(client.get(path))
        work = page.split("<main")[1].split("</main>")[0]
        assert work.count("<form") >= 1
        assert work.count("data-offline=") == work.count("<form")
        assert work.count("data-moment") == work.count("<form")


def test_somebody_met_is_recorded_with_photo_and_place(crew, client_as):
    client = client_as("crew")
    made = meet(
        client,
        crew.job,
        categories=["elderly"],
        age_band="60_plus",
        lat="26.5801",
        lng="106.7101",
        note="发抖",
        photos=picture(),
    )
    assert (made.clue_id, made.team_id, made.categories, made.lat) == (crew.job.id, crew.near.id, ["elderly"], 26.5801)
    page = text(client.get(f"/crew/encounters/{made.id}/"))
    assert "老年人" in page
    assert "发抖" in page
    shown = client.get(f"/crew/encounters/{made.id}/photos/{made.photos[0]}/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert client.get(f"/crew/encounters/{made.id}/photos/{uuid4()}/").status_code == 404


def test_several_photos_of_one_person_are_kept_in_their_order(crew, client_as):
    client = client_as("crew")
    made = meet(
        client, crew.job, photos=[picture(f"{n}.jpg", shade) for n, shade in enumerate(["navy", "red", "gold"])]
    )
    assert len(set(made.photos)) == 3
    shades = []
    for file in made.photos:
        shown = client.get(f"/crew/encounters/{made.id}/photos/{file}/")
        shades.append(Image.open(BytesIO(shown.content)).getpixel((20, 15)))
    assert [max(range(3), key=lambda band: shade[band]) for shade in shades] == [2, 0, 0]
    assert shades[2][1] > 150 > shades[1][1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"photos": no_photo()}, "不能作为照片保存"),
        ({"photos": [picture(), no_photo()]}, "不能作为照片保存"),
        ({"photos": [picture(f"{n}.jpg") for n in range(7)]}, "最多 6 张照片"),
        ({"categories": ["minor", "able_adult"]}, "不能既是未成年人又是成年人"),
        ({"categories": ["martian"]}, "martian"),
        ({"lat": "1000", "lng": "1"}, "90"),
        ({"acted_at": "2099-01-01T00:00"}, "晚于"),
        ({"acted_at": "2026-01-01T00:00"}, "补录"),
        ({"note": "长" * 5000}, "文字太长"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(crew, client_as, fields, words):
    sent = {"clue": crew.job.id, "sex": "male", "age_band": "unknown", "place_text": "桥洞南口", **fields}
    answer = post(client_as("crew"), "encounters/new/", **sent)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "桥洞南口" in text(answer)
    with scope.enter(SYSTEM):
        assert not Encounter.objects.exists()


def test_a_child_cannot_be_left_with_goods_and_the_page_says_so_before(crew, client_as):
    client = client_as("crew")
    made = meet(client, crew.job, age_band="under_14")
    page = text(client.get(f"/crew/encounters/{made.id}/"))
    assert "保护性救助对象，不能只发物资" in page
    assert 'id="ending-to_station"' in page
    assert 'id="ending-supplies_only"' not in page
    refused = post(client, f"encounters/{made.id}/end/", outcome="supplies_only", store=crew.store.id)
    assert refused.status_code == 422
    assert "保护性救助对象" in text(refused)
    assert post(client, f"encounters/{made.id}/end/", outcome="to_station", willing="yes").status_code == 302
    assert row(Encounter, id=made.id).outcome == "to_station"
    assert f"/stays/new/?encounter={made.id}" in text(client.get(f"/crew/encounters/{made.id}/"))


def test_goods_are_given_out_of_a_store(crew, client_as):
    client = client_as("crew")
    made = meet(client, crew.job, categories=["able_adult"])
    given = {"outcome": "supplies_only", "store": crew.store.id, "signed": "on"}
    assert "还没有问本人是否愿意进站" in text(post(client, f"encounters/{made.id}/end/", **given))
    refused = post(client, f"encounters/{made.id}/end/", outcome="supplies_only", willing="no")
    assert "没有登记发放御寒物资" in text(refused)
    answer = post(client, f"encounters/{made.id}/end/", **given, willing="no")
    assert answer.status_code == 302
    assert "已发物资" in text(client.get(f"/crew/encounters/{made.id}/"))


@pytest.mark.parametrize("size", ["L", "M"])
def test_the_size_of_a_coat_is_chosen_on_the_phone(crew, client_as, size):
    client = client_as("crew")
    made = meet(client, crew.job, categories=["able_adult"], willing="no")
    page = text(client.get(f"/crew/encounters/{made.id}/"))
    assert 'name="size_cotton_coat"' in page
    fields = {"outcome": "supplies_only", "store": crew.store.id, "kit": "warm", "size_cotton_coat": size}
    refused = post(client, f"encounters/{made.id}/end/", **{**fields, "size_cotton_coat": "XXXS"})
    assert refused.status_code == 422
    assert post(client, f"encounters/{made.id}/end/", **fields).status_code == 302
    with scope.enter(SYSTEM):
        given = Movement.objects.get(encounter=made.id, item="cotton_coat")
    assert (given.size, given.quantity) == (size, 1)


def test_a_refusal_opens_a_visit_and_the_departments_to_tell(crew, client_as, cast):
    client = client_as("crew")
    made = meet(client, crew.job, categories=["able_adult"], willing="no")
    fields = {"outcome": "refused", "declined": "on", "leaflet": "on"}
    assert post(client, f"encounters/{made.id}/end/", **fields).status_code == 302
    visit = row(FollowUp, encounter=made.id)
    assert "跟踪劝导" in text(client.get(f"/crew/encounters/{made.id}/"))
    assert post(client, f"encounters/{made.id}/tell/police/", heard_by="值班民警").status_code == 302
    assert post(client, f"encounters/{made.id}/tell/police/").status_code == 422
    assert post(client, f"visits/{visit.id}/", outcome="accepted", note="愿意进站").status_code == 302
    assert row(FollowUp, id=visit.id).outcome == "accepted"
    assert post(client, f"visits/{visit.id}/", outcome="accepted").status_code == 422


def test_a_refusal_of_the_old_is_confirmed_by_a_leader_and_by_nobody_else(crew, client_as, cast):
    seat("leader")
    client = client_as("crew")
    made = meet(client, crew.job, categories=["elderly"], willing="no")
    box = (
        text(client.get(f"/crew/encounters/{made.id}/")).split('id="id_refused_confirmed_by"')[1].split("</select>")[0]
    )
    offered = re.findall(r'value="([0-9a-f-]{36})"', box)
    assert str(cast.leader.staff) in offered
    assert str(cast.crew.staff) not in offered
    fields = {"outcome": "refused", "declined": "on", "leaflet": "on"}
    for confirmed_by in ("", cast.crew.staff, uuid4()):
        refused = post(client, f"encounters/{made.id}/end/", confirmed_by=confirmed_by, **fields)
        assert refused.status_code == 422
    assert row(Encounter, id=made.id).state == "open"
    answer = post(client, f"encounters/{made.id}/end/", confirmed_by=cast.leader.staff, **fields)
    assert answer.status_code == 302
    assert row(Encounter, id=made.id).confirmed_by == cast.leader.staff


def test_the_ill_go_to_hospital_with_somebody_who_follows_the_case(crew, client_as, cast):
    client = client_as("crew")
    made = meet(client, crew.job, categories=["drunk"])
    assert "应先救治后救助" in text(post(client, f"encounters/{made.id}/end/", outcome="to_station", willing="yes"))
    fields = {"outcome": "to_hospital", "hospital": crew.hospital.id, "tracker": cast.crew.staff, "willing": "yes"}
    assert post(client, f"encounters/{made.id}/end/", **fields).status_code == 302
    assert row(HospitalCase, encounter=made.id).tracker == cast.crew.staff


def test_a_township_takes_somebody_to_the_hospital_of_the_county(crew, client_as, cast):
    client = client_as("clerk_a")
    answer = post(client, "encounters/new/", sex="male", age_band="unknown", willing="", categories=["drunk"])
    made = row(Encounter, id=answer["Location"].split("/")[-2])
    assert made.region == TOWNSHIP_A
    assert "人民医院" in text(client.get(f"/crew/encounters/{made.id}/"))
    fields = {"outcome": "to_hospital", "hospital": crew.hospital.id, "tracker": cast.clerk_a.staff, "willing": "yes"}
    assert post(client, f"encounters/{made.id}/end/", **fields).status_code == 302
    case = row(HospitalCase, encounter=made.id)
    assert (case.region, case.hospital_id) == (TOWNSHIP_A, crew.hospital.id)
    # What is still to be followed stands on his hand-over list, with the name of the house.
    with scope.enter(cast.clerk_a):
        lists = [provider.listing(cast.clerk_a.staff) for provider in open_cases.PROVIDERS]
    assert [thing.label.split()[0] for thing in lists[1]] == ["人民医院"]


def test_a_round_is_started_checked_and_completed(crew, client_as):
    client = client_as("crew")
    assert "开始巡查" in text(client.get("/crew/patrol/"))
    assert post(client, "patrol/start/").status_code == 302
    out = row(PatrolRound, team=crew.near.id)
    page = text(client.get("/crew/patrol/", {"lat": "26.58", "lng": "106.71"}))
    assert "甲秀桥" in page
    assert "从未看过" in page
    assert "0 米" in page
    assert post(client, f"patrol/{out.id}/end/").status_code == 422
    first = post(client, f"patrol/{out.id}/check/", place=crew.bridge.id, found="1", lat="26.58", lng="106.71")
    assert first["Location"] == f"/crew/encounters/new/?check={row(PatrolCheck, round=out.id).id}"
    assert row(PatrolCheck, round=out.id).found == 1
    assert post(client, f"patrol/{out.id}/end/").status_code == 302
    assert row(PatrolRound, id=out.id).ended_at is not None


def test_partners_come_along_without_a_look_into_the_register_of_units(crew, client_as, cast):
    with scope.enter(SYSTEM):
        partner = create_unit(by=SYSTEM, now=crew.now, name="云关派出所", kind=UnitKind.POLICE, region=TOWNSHIP_A)
        helpers = create_unit(by=SYSTEM, now=crew.now, name="蓝天救援队", kind=UnitKind.VOLUNTEER, region=COUNTY)
        create_unit(by=SYSTEM, now=crew.now, name="邻县公安局", kind=UnitKind.POLICE, region=OTHER_COUNTY)
    assert not cast.crew.may("org.staff.see")
    client = client_as("crew")
    page = text(client.get("/crew/patrol/"))
    assert "云关派出所" in page
    assert "蓝天救援队" in page
    assert "邻县公安局" not in page
    assert post(client, "patrol/start/", joint_units=[uuid4()]).status_code == 422
    assert post(client, "patrol/start/", joint_units=[partner.id]).status_code == 302
    out = row(PatrolRound, team=crew.near.id)
    assert out.joint_units == [partner.id]
    post(client, f"patrol/{out.id}/check/", place=crew.bridge.id, found="0")
    assert post(client, f"patrol/{out.id}/end/", joint_units=[helpers.id]).status_code == 302
    assert row(PatrolRound, id=out.id).joint_units == sorted([partner.id, helpers.id])


def test_where_the_team_is_can_be_told(crew, client_as):
    client = client_as("crew")
    assert post(client, "position/").status_code == 422
    assert post(client, "position/", lat="26.6", lng="106.7").status_code == 302


@pytest.mark.parametrize("path", ["jobs/{dispatch}/", "jobs/{dispatch}/report/", "jobs/{dispatch}/decline/"])
def test_a_neighbour_gets_not_found(crew, client_as, path):
    assert client_as("outsider").get(f"/crew/{path.format(dispatch=crew.dispatch.id)}").status_code == 404


def test_a_neighbour_finds_no_encounter(crew, client_as):
    made = meet(client_as("crew"), crew.job, categories=["elderly"])
    for path in ("", "end/", "tell/police/"):
        answer = client_as("outsider").post(f"/crew/encounters/{made.id}/{path}", {"outcome": "to_station"})
        assert answer.status_code in {404, 405}
    assert client_as("outsider").get(f"/crew/encounters/{made.id}/").status_code == 404


def test_whoever_is_not_out_with_a_team_is_told_so(crew, client_as):
    assert "您现在没有随队上岗" in text(client_as("operator").get("/crew/"))


def test_my_jobs_cost_a_bounded_number_of_queries(crew, client_as, django_assert_max_num_queries):
    client = client_as("crew")
    client.get("/crew/")
    with django_assert_max_num_queries(24):
        client.get("/crew/")
