"""Writing down a warning, handing in a file, saying where one holds, ending one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.alerts import selectors
from nuandong.alerts.formats import limits
from nuandong.alerts.kinds import Outcome
from nuandong.alerts.models import RawMessage, WeatherWarning
from nuandong.alerts.states import State
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.web.pages.warnings.refusals import WORDS, refusal_words
from tests.cast import COUNTY, PREFECTURE, TOWNSHIP_A
from tests.web.warnings.conftest import message
from tests.web.warnings.test_warnings import only, text

pytestmark = pytest.mark.django_db


def local(hours):
    return f"{(SystemClock().now() + timedelta(hours=hours)).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def heard(key, **more):
    return {
        "command_key": key(),
        "event": "cold_wave",
        "level": "orange",
        "issuer": "贵阳市气象台",
        "number": "寒潮-7",
        "issued_at": local(-1),
        "heard_from": "phone",
        "regions": [str(COUNTY)],
        **more,
    }


def upload(client, data, name="warning.xml"):
    return client.post("/warnings/upload/", {"file": SimpleUploadedFile(name, data)})


def told(*kinds):
    with scope.enter(SYSTEM):
        return journal.history(kinds=[f"alerts.{kind}" for kind in kinds])


def test_relaying_a_warning_once_however_often_it_is_sent(client_as, key, named):
    client = client_as("operator")
    page = text(client.get("/warnings/relay/"))
    assert "南明区（全部辖区）" in page
    assert "西湖路街道" in page
    form = heard(key)
    first = client.post("/warnings/relay/", form)
    again = client.post("/warnings/relay/", form)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    warning = WeatherWarning.objects.get()
    assert (warning.event, warning.level, warning.message.number) == ("cold_wave", "orange", "寒潮-7")
    page = text(client.get(first["Location"]))
    assert "听到后按表单录入（电话）" in page
    assert len(told("warning_received")) == 1


def test_relaying_an_update_closes_what_it_replaces(client_as, key, hand_in):
    old = only(hand_in("n1"))
    client = client_as("operator")
    page = text(client.get(f"/warnings/relay/?replaces={old.id}"))
    assert f'<option value="{old.id}" selected>' in page
    client.post("/warnings/relay/", heard(key, replaces=str(old.id), issued_at=local(-0.5)))
    old.refresh_from_db()
    assert old.state == State.SUPERSEDED
    assert len(told("warning_updated")) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issuer": ""}, "请填写发布单位"),
        ({"regions": []}, "请选择影响区域"),
        ({"event": ""}, "请选择灾种"),
        ({"level": "violet"}, "violet"),
        ({"issued_at": "30.2.2026"}, "发布时间"),
        ({"until": local(-2)}, "结束时间应晚于发布时间"),
        ({"issued_at": local(5)}, "晚于现在"),
    ],
)
def test_a_slip_is_said_beside_the_field_and_what_was_typed_stays(client_as, key, change, words):
    page = text(client_as("operator").post("/warnings/relay/", heard(key, **change)), 422)
    assert words in page
    assert "寒潮-7" in page
    assert not WeatherWarning.objects.exists()


def test_a_file_is_taken_in_and_explained(client_as):
    client = client_as("operator")
    data = message("n1")
    done = upload(client, data)
    assert done.status_code == 302
    page = text(client.get(done["Location"]))
    assert "预警消息已接收" in page
    assert "寒潮蓝色预警" in page
    again = upload(client, data)
    assert again["Location"] == done["Location"]
    assert "以前收到过" in text(client.get(again["Location"]))
    assert WeatherWarning.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words", "why"),
    [
        (b"", "预警文件是空的", "文件是空的"),
        (b"hello", "文件不是可识别的预警消息", "不是预警消息"),
        (b"<alert><a></alert>", "XML 有语法错误", "XML 有语法错误"),
        (b"<!DOCTYPE a [<!ENTITY a 'b'>]><alert>&a;</alert>", "可能有害", "XML 含有可能有害的声明"),
        (b"x" * 1_000_001, "1000001 字节", "文件太大"),
        (b"<alert>\xff\xfe\x00</alert>", "不是可读的文字", "不是可读的文字"),
    ],
)
def test_a_refused_file_is_kept_and_the_page_says_why(client_as, data, words, why):
    client = client_as("operator")
    page = text(upload(client, data), 422)
    assert words in page
    assert "文件已留存，没有生效" in page
    raw = RawMessage.objects.get()
    assert raw.outcome == Outcome.REFUSED
    listed = text(client.get("/warnings/refused/"))
    assert why in listed
    assert f"/warnings/refused/{raw.id}/" in listed
    assert why in text(client.get(f"/warnings/refused/{raw.id}/"))


def test_refused_files_of_another_county_are_not_there(client_as):
    upload(client_as("operator"), b"hello")
    raw = RawMessage.objects.get()
    other = client_as("outsider")
    assert "没有拒收的文件" in text(other.get("/warnings/refused/"))
    assert other.get(f"/warnings/refused/{raw.id}/").status_code == 404
    assert client_as("crew").get("/warnings/refused/").status_code == 403


def test_an_accepted_file_is_no_refused_one(client_as, hand_in):
    receipt = hand_in("n1")
    assert client_as("operator").get(f"/warnings/refused/{receipt.raw.id}/").status_code == 404


def test_every_refusal_has_words():
    made = [
        limits.too_big(1),
        limits.empty(),
        limits.not_text("x"),
        limits.not_a_message(),
        limits.broken_xml(1, 1),
        limits.forbidden_xml(),
        limits.broken_json(1, 1),
        limits.too_deep(),
        limits.too_many("x", 1),
        limits.several_messages(),
        limits.missing("x"),
        limits.not_understood("x", "y"),
    ]
    makers = [name for name, one in vars(limits).items() if callable(one) and name.islower() and name != "gettext_noop"]
    assert len([name for name in makers if not name.startswith("_")]) == len(made), "a new refusal needs words"
    assert {error.code for error in made if isinstance(error, DomainError)} <= WORDS.keys()
    assert refusal_words("alerts.something_new") == "alerts.something_new"


def test_saying_where_a_warning_holds(client_as, key, hand_in, named):
    lost = only(hand_in("n1", codes="x"))
    client = client_as("operator")
    assert f"/warnings/{lost.id}/locate/" in text(client.get("/warnings/"))
    assert "某地" in text(client.get(f"/warnings/{lost.id}/locate/"))
    none = client.post(f"/warnings/{lost.id}/locate/", {"command_key": key()})
    assert "请选择影响区域" in text(none, 422)
    done = client.post(f"/warnings/{lost.id}/locate/", {"command_key": key(), "regions": [str(TOWNSHIP_A)]})
    assert done["Location"] == f"/warnings/{lost.id}/"
    assert selectors.areas([lost]) == {lost.id: (TOWNSHIP_A,)}
    page = text(client.get("/warnings/"))
    assert f"/warnings/{lost.id}/locate/" not in page
    assert "新华路街道" in page


def test_ending_with_a_reason_that_only_those_who_record_read(client_as, key, hand_in):
    warning = only(hand_in("n1", codes=str(PREFECTURE)))
    client = client_as("operator")
    assert "结束的依据" in text(client.get(f"/warnings/{warning.id}/end/"))
    assert "请填写结束的依据" in text(client.post(f"/warnings/{warning.id}/end/", {"command_key": key()}), 422)
    form = {"command_key": key(), "reason": "县气象台值班室电话通知解除"}
    for _attempt in range(2):
        assert client.post(f"/warnings/{warning.id}/end/", form)["Location"] == f"/warnings/{warning.id}/"
    warning.refresh_from_db()
    assert warning.state == State.ENDED
    page = text(client.get(f"/warnings/{warning.id}/"))
    assert "县气象台值班室电话通知解除" in page
    assert "王值班" in page
    assert "县气象台值班室电话通知解除" not in text(client_as("crew").get(f"/warnings/{warning.id}/"))
    assert len(told("warning_ended")) == 1
    assert client.get(f"/warnings/{warning.id}/end/").status_code == 409


def test_an_impossible_time_of_ending_is_refused(client_as, key, hand_in):
    warning = only(hand_in("n1"))
    form = {"command_key": key(), "reason": "电话通知", "ended_at": local(3)}
    page = text(client_as("operator").post(f"/warnings/{warning.id}/end/", form), 422)
    assert "结束时间应在预警发布之后、现在之前" in page
    assert "电话通知" in page


def test_another_county_cannot_end_or_locate_ours(client_as, key, hand_in):
    warning = only(hand_in("n1", codes="x"))
    client = client_as("outsider")
    assert client.get(f"/warnings/{warning.id}/end/").status_code == 404
    assert client.get(f"/warnings/{warning.id}/locate/").status_code == 404
    refused = client.post(f"/warnings/{warning.id}/end/", {"command_key": key(), "reason": "电话通知"})
    assert refused.status_code == 422
    assert WeatherWarning.objects.get().state == State.CURRENT
