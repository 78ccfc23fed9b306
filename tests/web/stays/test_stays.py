"""The station at the browsers of the cast: the way in, beds, care, leaving, papers, and who sees nothing."""

from uuid import UUID

import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.models import BedUse, Belonging, CareEntry, HospitalCase, LeaveRequest, Stay
from nuandong.rescue.reference_station import forms
from tests.cast import COUNTY
from tests.web.conftest import client_of
from tests.web.stays.setting import arrived, bed, inside, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        return stage()


@pytest.fixture
def somebody(scene):
    with scope.enter(SYSTEM):
        return inside(scene)


@pytest.fixture
def press(key):
    """Send a form as a member of the cast; the answer."""

    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def now_of(row):
    with scope.enter(SYSTEM):
        return type(row).objects.get(id=row.id)


def count(model, **where):
    with scope.enter(SYSTEM):
        return model.objects.filter(**where).count()


def words(member, name, *where):
    return client_of(member).get(reverse(name, args=where)).content.decode()


@pytest.mark.parametrize("name", ["stays", "beds"])
@pytest.mark.parametrize("member", ["station", "head", "leader", "operator"])
def test_lists_open_in_few_queries(scene, somebody, name, member, django_assert_max_num_queries):
    with scope.enter(SYSTEM):
        for _more in range(3):
            inside(scene)
    browser = client_of(member)
    with django_assert_max_num_queries(36):
        answer = browser.get(reverse(name))
    assert answer.status_code == 200


def test_from_the_door_to_the_form_each_step_of_its_own(scene, press):
    answer = press("station", "stay-new", station=scene.house.id, brought_by="police", sex="male", age=40)
    assert "没有填写护送单位" in answer.content.decode()
    unit = {"brought_by": "police", "brought_unit": "东门派出所"}
    answer = press("station", "stay-new", station=scene.house.id, **unit, sex="male", age=40)
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert answer.url == reverse("stay-admit", args=[stay.id])
    answer = press("station", "stay-admit", stay.id, result="passed", officer=scene.cast.station.staff)
    assert answer.url == reverse("stay-bed", args=[stay.id])
    assert press("station", "stay-bed", stay.id, bed=scene.bed.id).status_code == 302
    assert press("station", "stay-register", stay.id, cause="lost", answer_course="找不到家").status_code == 302
    assert now_of(stay).state == "registered"
    html = words("station", "stay", stay.id)
    assert "101-1" in html
    assert "自行离站" in words("station", "stay-leave", stay.id)


def test_somebody_met_outdoors_is_taken_over(scene, key):
    with scope.enter(SYSTEM):
        by, now = scene.cast.crew, scene.now
        seen = Met(categories=["mental_suspect"], sex="female")
        met = record_encounter(by=by, now=now, region=COUNTY, met=seen, weather_severe=False, acted_at=now)
    browser, address = client_of("station"), f"{reverse('stay-new')}?encounter={met.id}"
    form = browser.get(address).context["form"]
    assert (form["sex"].value(), form["brought_by"].value()) == ("female", "patrol")
    told = {"command_key": key(), "station": scene.house.id, "brought_by": "patrol", "sex": "female", "age": 30}
    assert browser.post(address, told).status_code == 302
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert (stay.encounter_id, stay.flags) == (met.id, ["mental_suspect"])
    assert browser.get(f"{reverse('stay-new')}?encounter={scene.house.id}").status_code == 404


def test_a_step_shows_where_it_leads(scene):
    html = words("station", "stay-new")
    button = html.split("下一步：安全检查")[0].rsplit("<button", 1)[1]
    assert "#chevron-right" in button


def test_a_name_known_at_the_door_is_masked_everywhere(scene, press):
    press("station", "stay-new", station=scene.house.id, brought_by="self", sex="male", name="欧阳修远", age=40)
    with scope.enter(SYSTEM):
        stay = Stay.objects.get()
    assert stay.identity == "doubtful"
    assert "欧阳修远" not in words("station", "stays") + words("station", "stay", stay.id)


def test_a_man_does_not_search_a_woman(scene, press):
    with scope.enter(SYSTEM):
        stay = arrived(scene, sex="female")
    answer = press("station", "stay-admit", stay.id, result="passed", officer=scene.cast.station.staff)
    assert (answer.status_code, "女性工作人员" in answer.content.decode()) == (422, True)
    answer = press("station", "stay-admit", stay.id, result="passed", officer=scene.cast.head.staff)
    assert answer.status_code == 302


def test_two_workers_take_the_same_bed(scene, somebody, press):
    with scope.enter(SYSTEM):
        other = inside(scene)
    assert press("station", "bed-fill", scene.bed.id, stay=somebody.id).status_code == 302
    late = press("head", "stay-bed", other.id, bed=scene.bed.id)
    assert (late.status_code, "刚刚已安排给别人" in late.content.decode()) == (422, True)
    assert count(BedUse) == 1


def test_a_child_lies_beside_its_guardian(scene, press):
    with scope.enter(SYSTEM):
        mother = inside(scene, sex="female", age=30)
        child = inside(scene, sex="male", age=4)
    press("station", "stay-bed", mother.id, bed=scene.women.id)
    told = {"bed": scene.women.id, "exception": "guardian_with_child", "reason": "母子"}
    assert press("station", "stay-bed", child.id, **told).status_code == 302
    assert count(BedUse, beside=mother) == 1
    assert "监护人携子女同住" in words("station", "beds")


def test_a_wrong_zone_is_refused_beside_the_field(scene, somebody, press):
    answer = press("station", "stay-bed", somebody.id, bed=scene.women.id)
    assert (answer.status_code, "不适合此人" in answer.content.decode()) == (422, True)


def test_beds_are_set_up_freed_and_closed(scene, somebody, press):
    press("station", "bed-new", station=scene.house.id, zone="male", room="101", label="2")
    press("station", "stay-bed", somebody.id, bed=scene.bed.id)
    refused = press("station", "bed-close", scene.bed.id)
    assert refused.status_code == 422
    assert press("station", "stay-bed-release", somebody.id).status_code == 302
    assert press("station", "bed-close", scene.bed.id).status_code == 302
    assert "101-2" in words("station", "stay-bed", somebody.id)


def test_care_in_one_press_once(scene, somebody, key):
    browser, told = client_of("station"), {"command_key": key(), "kind": "meal"}
    for _again in range(2):
        assert browser.post(reverse("stay-care", args=[somebody.id]), told).status_code == 302
    assert count(CareEntry) == 1
    silent = browser.post(reverse("stay-care", args=[somebody.id]), {"command_key": key(), "kind": "medicine"})
    assert silent.status_code == 422


def test_belongings_in_and_out(scene, somebody, press):
    press("station", "stay-deposit", somebody.id, what="黑色背包", count=1)
    with scope.enter(SYSTEM):
        thing = Belonging.objects.get()
    assert "黑色背包" in words("station", "stay", somebody.id)
    assert press("station", "stay-return", somebody.id, things=[thing.id]).status_code == 302
    assert now_of(thing).returned_at is not None


def test_an_able_adult_leaves_at_once(scene, somebody, press):
    assert press("station", "stay-exit", somebody.id, "self_exit", note="本人要求", witness="值班员").status_code == 302
    assert now_of(somebody).exit == "self_exit"
    assert "今天离站" in words("operator", "stays")
    assert "自行离站" in words("station", "stay", somebody.id)


def test_others_leave_by_the_leaders_signature(scene, press):
    with scope.enter(SYSTEM):
        stay = inside(scene, flags=["mental_suspect"])
    refused = press("station", "stay-exit", stay.id, "self_exit")
    assert refused.status_code == 422
    html = words("station", "stay-leave", stay.id)
    assert reverse("stay-ask", args=[stay.id, "self_exit"]) in html
    press("station", "stay-ask", stay.id, "self_exit", reason="家属电话确认")
    with scope.enter(SYSTEM):
        asked = LeaveRequest.objects.get()
    assert str(asked.id) in words("leader", "stays")
    assert press("leader", "stay-decide", stay.id, asked.id, approve="yes").status_code == 302
    assert press("station", "stay-exit", stay.id, "self_exit", witness="值班员").status_code == 302
    assert now_of(stay).state == "left"


def test_an_escort_needs_a_name(scene, somebody, press):
    assert press("station", "stay-exit", somebody.id, "fetched").status_code == 422
    answer = press("station", "stay-exit", somebody.id, "fetched", receiver="哥哥")
    assert (answer.status_code, "交接表" in answer.content.decode()) == (422, True)
    told = {"receiver": "哥哥", "sheet_reason": "纸质件存档"}
    assert press("station", "stay-exit", somebody.id, "fetched", **told).status_code == 302


def test_an_old_man_is_advised_not_barred(scene, press):
    with scope.enter(SYSTEM):
        stay = inside(scene, age=80)
    for page in (words("station", "stay-leave", stay.id), words("station", "stay-exit", stay.id, "travel")):
        assert "建议联系亲属接回" in page
    assert press("station", "stay-exit", stay.id, "travel", witness="值班员").status_code == 302


def test_cash_wants_a_receipt(scene, somebody, press):
    answer = press("station", "stay-exit", somebody.id, "travel", cash_yuan="12.50", witness="值班员")
    assert (answer.status_code, "签收单" in answer.content.decode()) == (422, True)


def test_gone_and_found_again(scene, somebody, press):
    assert press("station", "stay-absence", somebody.id, police="城关派出所 李警官").status_code == 302
    assert "已报警查找" in words("station", "stay", somebody.id)
    assert press("station", "stay-back", somebody.id).status_code == 302
    assert now_of(somebody).state == "admitted"


def test_hospital_to_the_settled_bill(scene, somebody, press):
    sent = {"hospital": scene.hospital.id, "tracker": scene.cast.station.staff, "payer": "rescue_budget"}
    assert press("station", "stay-hospital", somebody.id, **sent).status_code == 302
    with scope.enter(SYSTEM):
        case = HospitalCase.objects.get()
    at = (case.id,)
    assert press("station", "hospital-verify", *at, eligible="yes").status_code == 302
    assert press("station", "hospital-leave", *at, certificate="on").status_code == 302
    bill = {"bill": "1234.56", "paid": "1000", "payer": "rescue_budget"}
    assert press("station", "hospital-settle", *at, **bill).status_code == 422
    assert press("head", "hospital-settle", *at, **bill).status_code == 302
    assert (now_of(case).bill_fen, now_of(case).paid_fen) == (123456, 100000)


def test_identity_dna_review_and_placement(scene, somebody, press):
    assert press("station", "stay-dna", somebody.id).status_code == 302
    assert press("station", "stay-dna-answer", somebody.id, matched="no").status_code == 302
    assert press("leader", "stay-review", somebody.id, filed="on").status_code == 302
    assert press("station", "stay-placement", somebody.id, reason="无家可归").status_code == 302
    version = client_of("station").get(reverse("stay-identify", args=[somebody.id])).context["form"].initial["version"]
    named = {"version": version, "name": "张三丰", "reason": "本人回忆"}
    assert press("station", "stay-identify", somebody.id, **named).status_code == 302
    assert now_of(somebody).identity == "doubtful"
    assert press("station", "stay-fingerprints", somebody.id, taken_by="东门派出所 李警官").status_code == 302
    assert press("station", "stay-police", somebody.id).status_code == 302
    assert reverse("stay-police-answer", args=[somebody.id]) in words("station", "stay", somebody.id)
    assert press("station", "stay-police-answer", somebody.id, confirmed="yes").status_code == 302
    assert now_of(somebody).identity == "known"


def test_what_is_seen_later_is_kept(scene, somebody, press):
    told = {"identity": "unknown", "sex": "male", "age": 17, "flags": ["ill"]}
    assert press("station", "stay-change", somebody.id, **told).status_code == 302
    assert (now_of(somebody).age, now_of(somebody).flags) == (17, ["ill"])


@pytest.mark.parametrize("code", sorted(forms()))
def test_papers_print(scene, somebody, code):
    html = words("station", "stay-paper", somebody.id, code)
    assert forms()[code].title in html
    assert somebody.number in html


def test_a_neighbour_finds_nothing(scene, somebody):
    outsider = client_of("outsider")
    for name, where in (("stay", [somebody.id]), ("stay-leave", [somebody.id])):
        assert outsider.get(reverse(name, args=where)).status_code == 404
    assert somebody.number not in outsider.get(reverse("stays")).content.decode()
    assert outsider.get(reverse("stay-paper", args=[somebody.id, "stay_and_exit"])).status_code == 404


def test_who_only_looks_sees_no_buttons(scene, somebody, press):
    html = words("operator", "stay", somebody.id)
    for name in ("stay-care", "stay-bed", "stay-register", "stay-change"):
        assert reverse(name, args=[somebody.id]) not in html
    assert press("operator", "stay-care", somebody.id, kind="meal").status_code == 403


def test_one_page_in_few_queries(scene, somebody, press, django_assert_max_num_queries):
    for kind in ("meal", "bath", "call"):
        press("station", "stay-care", somebody.id, kind=kind)
    browser = client_of("station")
    with django_assert_max_num_queries(48):
        assert browser.get(reverse("stay", args=[somebody.id])).status_code == 200


def test_nobody_reads_the_photo_of_a_stay_without_one(scene, somebody):
    browser = client_of("station")
    assert browser.get(reverse("stay-photo", args=[somebody.id])).status_code == 404
    assert browser.get(reverse("stay", args=[UUID(int=1)])).status_code == 404


def test_the_board_counts_free_and_used(scene, somebody, press):
    with scope.enter(SYSTEM):
        bed(scene, "male", "2")
    press("station", "stay-bed", somebody.id, bed=scene.bed.id)
    html = words("station", "beds")
    assert "空 2 张" in html
    assert "已住 1 张" in html
