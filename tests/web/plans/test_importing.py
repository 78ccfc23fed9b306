"""A plan document at the browser: read in, gone through beside its text, written as a file, corrected, stored."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nuandong.geo.codes import span
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.plans.models import PlanImport, PlanVersion
from tests.cast import COUNTY
from tests.plans.importing.test_pdf import SENTENCE, paper
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
DOCUMENT = """\
云上县冬季街头救助工作安排
一、从2026年11月20日起至2027年3月10日，在全县开展街头救助。
二、各救助队每周巡查不少于4次。
三、接到求助线索后，30分钟内到达现场，路途偏远的60分钟内到达。
四、大家要团结一心。
五、每周一12时前报送上周工作周报。
"""


def document(words=DOCUMENT, name="安排.txt"):
    return SimpleUploadedFile(name, words.encode())


@pytest.fixture
def officer(client_as):
    divisions()
    return client_as("officer")


@pytest.fixture
def row(officer, key):
    assert officer.post("/plans/import/", {"document": document(), "command_key": key()}).status_code == 302
    with scope.enter(SYSTEM):
        return PlanImport.objects.get()


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def fields(page):
    """What the browser would send back unchanged: hidden fields, ticked choices, numbers, the file."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = (re.search(f'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and value and ("checked" in tag or 'type="number"' in tag):
            found[name[1]] = value[1]
    return found


def events(kind):
    with scope.enter(SYSTEM):
        return journal.history(spans=[span(COUNTY)], kinds={kind})


def test_pages_without_text_are_named(officer, key, tmp_path):
    Image.new("L", (60, 80), 128).save(tmp_path / "scan.png")
    body = f'救助工作方案\n\n{SENTENCE}\n\n#pagebreak() #image("scan.png", width: 100%, height: 90%)'
    file = SimpleUploadedFile("方案.pdf", paper(tmp_path, body))
    answer = officer.post("/plans/import/", {"document": file, "command_key": key()})
    assert "第 2 页可能是扫描件" in text(officer.get(answer["Location"]))


def test_a_document_is_shown_beside_what_was_found(officer, row):
    page = text(officer.get(f"/plans/import/{row.id}/"))
    for words in ("<mark>", "至少 4 次", "30 分钟", "这一段没有发现", "¶4"):
        assert words in page, words
    assert (row.title, row.region) == ("云上县冬季街头救助工作安排", COUNTY)
    assert [event.payload["findings"] for event in events("plans.import_started")] == [row.findings]
    assert row.title in text(officer.get("/plans/import/"))


def test_what_is_decided_makes_the_file_and_the_file_a_plan(officer, row, key):
    page = text(officer.get(f"/plans/import/{row.id}/"))
    place = re.search(r'name="number_(\d+)" value="4"', page)
    sent = fields(page) | {f"number_{place[1]}": "5"}
    assert officer.post(f"/plans/import/{row.id}/", sent).status_code == 302
    page = text(officer.get(f"/plans/import/{row.id}/file/"))
    assert "count: 5" in page
    assert "方案文件没有错误" in page
    body = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)[1]
    answer = officer.post(f"/plans/import/{row.id}/file/", fields(page) | {"text": body, "then": "store"})
    assert answer.status_code == 302
    with scope.enter(SYSTEM):
        version = PlanVersion.objects.get(imports=row.id)
    assert version.plan in answer["Location"]
    assert version.title == row.title
    assert len(events("plans.import_stored")) == 1
    assert officer.get(f"/plans/import/{row.id}/").status_code == 409


def test_the_list_counts_doubtful_findings_and_no_others(officer, key):
    paper = document(DOCUMENT + "六、春节前完成慰问。\n")
    made = officer.post("/plans/import/", {"document": paper, "command_key": key()})["Location"]
    page = text(officer.get(made))
    assert officer.post(made, fields(page) | {"choice_0": "drop"}).status_code == 302
    assert "1 项存疑" in text(officer.get("/plans/import/"))


def test_a_wrong_file_is_answered_with_every_mistake_and_stays(officer, row):
    address = f"/plans/import/{row.id}/file/"
    page = text(officer.get(address))
    wrong = text(officer.post(address, fields(page) | {"text": "plan: rescue/x\ntitle: 夜", "then": "store"}), 422)
    assert "缺少 family" in wrong
    assert "title: 夜" in wrong
    assert officer.post(address, fields(page) | {"text": "plan: half", "then": "keep"}).status_code == 302
    assert "plan: half" in text(officer.get(address))


def test_of_two_officers_the_later_one_is_told(officer, row):
    page = text(officer.get(f"/plans/import/{row.id}/"))
    first = officer.post(f"/plans/import/{row.id}/", fields(page))
    second = officer.post(f"/plans/import/{row.id}/", {**fields(page), "command_key": ""})
    assert first.status_code == 302
    assert "刚刚被别人改过" in text(second, 422)


def test_given_up_the_document_goes(officer, row, key):
    assert officer.post(f"/plans/import/{row.id}/drop/", {"command_key": key()}).status_code == 302
    with scope.enter(SYSTEM):
        assert bytes(PlanImport.objects.get().found_sealed) == b""
    assert row.title not in text(officer.get("/plans/import/"))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (document("", "空.txt"), "空"),
        (SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(200)), "这个文件不是方案文档"),
        (SimpleUploadedFile("x.pdf", b"%PDF-1.4 broken"), "可能已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_field(officer, key, file, words):
    page = text(officer.post("/plans/import/", {"document": file, "command_key": key()}), 422)
    assert words in page


def test_a_neighbour_and_a_crew_find_nothing(client_as, row):
    assert client_as("operator").get(f"/plans/import/{row.id}/").status_code == 403
    with scope.enter(SYSTEM):
        PlanImport.objects.update(region=520103000000)
    assert client_as("officer").get(f"/plans/import/{row.id}/").status_code == 404


def test_what_the_words_do_not_tell_is_chosen_and_written(officer, key):
    paper = document(DOCUMENT + "六、每月开展一次观影活动。\n七、每年开展一次观影活动。\n")
    address = officer.post("/plans/import/", {"document": paper, "command_key": key()})["Location"]
    page = text(officer.get(f"{address}?show=unplaced"))
    assert "方案文件没有这种写法" not in page
    (place,) = re.findall(r'name="work_(\d+)"', page)
    wrong = text(officer.post(f"{address}?show=unplaced", fields(page) | {f"work_{place}": "别的"}), 422)
    assert "请从列表中选择工作类别" in wrong
    chosen = fields(page) | {f"work_{place}": "报送总结", f"for_{place}": "each township"}
    assert officer.post(f"{address}?show=unplaced", chosen).status_code == 302
    assert "报送总结" in text(officer.get(address))
    assert "方案文件没有这种写法" in text(officer.get(address))
    file = text(officer.get(f"{address}file/"))
    assert "work: summary_sent" in file
    assert "each township" in file
    assert "# ¶7 次数：每年" in file


def test_work_without_a_number_is_shown_apart_and_decided(officer, key):
    paper = document(DOCUMENT + "六、要进一步完善应对极端天气的应急预案。\n")
    address = officer.post("/plans/import/", {"document": paper, "command_key": key()})["Location"]
    page = text(officer.get(f"{address}?show=works"))
    assert "草稿里写成到期以前至少做一次" in page
    (place,) = set(re.findall(r'name="choice_(\d+)"', page))
    assert "contingency_plan_made" in text(officer.get(f"{address}file/"))
    assert officer.post(f"{address}?show=works", fields(page) | {f"choice_{place}": "drop"}).status_code == 302
    assert "contingency_plan_made" not in text(officer.get(f"{address}file/"))


def test_a_silent_paragraph_gives_an_entry_by_hand_that_can_be_taken_back(officer, row, key):
    address = f"/plans/import/{row.id}/"
    assert f"{address}add/?paragraph=4" in text(officer.get(f"{address}?show=silent"))
    page = text(officer.get(f"{address}add/?paragraph=4"))
    said = fields(page) | {"work": "召开会议", "for": "each county"}
    assert "请填写" in text(officer.post(f"{address}add/?paragraph=4", said | {"rhythm": "date"}), 422)
    said |= {"rhythm": "date", "day": "2026-12-20", "command_key": key()}
    assert officer.post(f"{address}add/?paragraph=4", said).status_code == 302
    page = text(officer.get(address))
    assert "补写：召开会议" in page
    assert "by: 12-20" in text(officer.get(f"{address}file/"))
    assert officer.post(address, fields(page) | {"choice_+1": "drop"}).status_code == 302
    assert "召开会议" not in text(officer.get(f"{address}file/"))


def test_a_part_of_the_findings_is_decided_and_the_others_stay(officer, key):
    paper = document(DOCUMENT + "六、春节前完成慰问。\n")
    address = officer.post("/plans/import/", {"document": paper, "command_key": key()})["Location"]
    page = text(officer.get(address))
    place = re.search(r'name="number_(\d+)" value="4"', page)
    assert officer.post(address, fields(page) | {f"number_{place[1]}": "5"}).status_code == 302
    page = text(officer.get(f"{address}?show=open"))
    (doubtful,) = set(re.findall(r'name="choice_(\d+)"', page))
    assert officer.post(f"{address}?show=open", fields(page) | {f"choice_{doubtful}": "drop"}).status_code == 302
    with scope.enter(SYSTEM):
        assert PlanImport.objects.get().decisions == {place[1]: 5, doubtful: "drop"}
    page = text(officer.get(f"{address}?show=doubtful"))
    assert officer.post(f"{address}?show=doubtful", fields(page) | {f"choice_{doubtful}": ""}).status_code == 302
    with scope.enter(SYSTEM):
        assert PlanImport.objects.get().decisions == {place[1]: 5}
