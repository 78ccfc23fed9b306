"""Messages as they are issued, read into what we keep."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nuandong.alerts.formats import detect, parse
from nuandong.alerts.formats.parsed import NOTE_WORDS, Circle, Format, MessageType, Note, Point, Reference, Status
from nuandong.alerts.levels import Level
from nuandong.kernel.errors import Invalid
from tests.alerts.samples import gbt, sample

BEIJING = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def codes_of(notes: tuple[Note, ...]) -> set[str]:
    return {note.code for note in notes}


def test_chinese_message() -> None:
    alert = parse(sample("gbt_cold_wave_blue.xml"))
    (info,) = alert.infos
    assert (alert.format, alert.status, alert.message_type) == (Format.GBT, Status.ACTUAL, MessageType.ALERT)
    assert (alert.identifier, alert.sender, alert.issuer) == (
        "52010041600000_20261201154500",
        "52010041600000",
        "示例市气象台",
    )
    assert alert.sent == at("2026-12-01T15:45")
    assert (info.event, info.event_code, info.level) == ("cold_wave", "11B05", Level.BLUE)
    assert (info.effective, info.onset, info.expires) == (at("2026-12-01T15:50:12"), None, None)
    assert info.codes == (520100000000,)
    assert info.areas[0].text == "示例市"
    assert alert.notes == ()
    assert "某预报员" not in repr(alert), "the forecaster's name is a person's name and stays in the sealed raw message"


def test_chinese_update_and_cancel_name_what_they_replace() -> None:
    update, cancel = parse(sample("gbt_cold_wave_orange_update.xml")), parse(sample("gbt_cancel.xml"))
    assert (update.message_type, update.references) == (
        MessageType.UPDATE,
        (Reference("52010041600000_20261201154500"),),
    )
    assert update.infos[0].level is Level.ORANGE
    assert (cancel.message_type, cancel.references) == (
        MessageType.CANCEL,
        (Reference("52010041600000_20261201190500"),),
    )


def test_cap_message_with_two_events_and_a_translation() -> None:
    alert = parse(sample("cap_snow_and_icing.xml"))
    snow, icing = alert.infos
    assert (alert.format, alert.issuer, alert.message_type) == (Format.CAP, "示例省气象台", MessageType.UPDATE)
    assert alert.references == (Reference("urn:oid:2.49.0.1.156.0.2026.12.1.2.0.0", "met@example.org"),)
    assert (snow.event, snow.level, snow.language, snow.headline) == (
        "snowstorm",
        Level.ORANGE,
        "zh-CN",
        "暴雪橙色预警",
    )
    assert snow.onset == at("2026-12-01T20:00")
    assert snow.codes == (520102000000,)
    area = snow.areas[0]
    assert area.polygons == ((Point(26.5, 106.6), Point(26.9, 106.6), Point(26.9, 107.1), Point(26.5, 106.6)),)
    assert area.circles == (Circle(Point(26.65, 106.63), 12.5),)
    assert (icing.event, icing.event_code, icing.level) == ("road_icing", "11B21", Level.YELLOW)
    assert icing.codes == (520102001000, 520102002000)
    assert alert.notes == (Note("geocode_unknown", "SAME=006109"), Note("reference_not_read", "broken-reference"))


def test_simple_json() -> None:
    alert = parse(sample("simple_gale.json"))
    (info,) = alert.infos
    assert (alert.format, alert.issuer, alert.message_type) == (Format.JSON, "示例县气象台", MessageType.ALERT)
    assert (info.event, info.event_code, info.level) == ("gale", "1006", Level.BLUE)
    assert info.codes == (520102000000, 520103000000)
    assert info.expires == at("2026-12-02T17:00")
    assert alert.notes == (Note("field_unknown", "icon"),)


@pytest.mark.parametrize(
    ("said", "event", "level"),
    [
        ('"event": "0403"', "cold_wave", Level.ORANGE),  # an old four-digit code carries its colour
        ('"event": "0403", "level": "red"', "cold_wave", Level.RED),
        ('"event": "road_icing", "level": "Ⅲ级"', "road_icing", Level.YELLOW),
        ('"event": "道路结冰黄色预警信号", "level": "III"', "road_icing", Level.YELLOW),
        ('"event": "Cold Wave Warning", "level": "I"', "cold_wave", Level.RED),
        ('"event": "1068", "level": "黄色"', "carbon_monoxide", Level.YELLOW),
        ('"event": "11B52", "level": "黄色"', "unknown", Level.YELLOW),  # above 48 vendors differ: not guessed
        ('"event": "9999", "level": "黄色"', "unknown", Level.YELLOW),
        ('"event": "寒潮", "level": "white"', "cold_wave", Level.UNKNOWN),
        ('"event": "寒潮", "headline": "发布寒潮橙色预警"', "cold_wave", Level.ORANGE),
        ('"event": "寒潮", "headline": "由寒潮蓝色预警升级为寒潮橙色预警"', "cold_wave", Level.UNKNOWN),
    ],
)
def test_events_and_levels(said: str, event: str, level: Level) -> None:
    message = f'{{"identifier": "1", "sender": "s", "sent": "2026-12-01T18:00:00Z", {said}}}'
    (info,) = parse(message.encode()).infos
    assert (info.event, info.level) == (event, level)


@pytest.mark.parametrize(
    ("written", "level"), [("BLUE", "blue"), ("oRange", "orange"), ("Red", "red"), ("黄色", "yellow")]
)
def test_severity_in_any_case(written: str, level: str) -> None:
    assert parse(gbt("n1", events=(("11B05", written),))).infos[0].level == level


@pytest.mark.parametrize(
    ("status", "read"), [("Actual", "actual"), ("exercise", "exercise"), ("TEST", "test"), ("Draft", "test")]
)
def test_status(status: str, read: str) -> None:
    assert parse(gbt("n1", status=status)).status == read


@pytest.mark.parametrize(
    ("written", "moment", "note"),
    [
        ("2026-12-01 18:00:00+08:00", datetime(2026, 12, 1, 10, tzinfo=UTC), None),
        ("2026-12-01T18:00+08:00", datetime(2026, 12, 1, 10, tzinfo=UTC), None),
        ("2026-12-01T10:00:00Z", datetime(2026, 12, 1, 10, tzinfo=UTC), None),
        ("2026-12-01T10:00:00-00:00", datetime(2026, 12, 1, 10, tzinfo=UTC), None),
        ("2026-12-01 18:00:00", datetime(2026, 12, 1, 10, tzinfo=UTC), "zone_assumed"),
        ("2026-12-01", None, "time_not_read"),
        ("20261201T180000", None, "time_not_read"),
        ("2026-02-30 18:00:00+08:00", None, "time_not_read"),
        ("1026-12-01 18:00:00+08:00", None, "time_not_read"),
        ("tomorrow", None, "time_not_read"),
        ("", None, None),
    ],
)
def test_times(written: str, moment: datetime | None, note: str | None) -> None:
    alert = parse(gbt("n1", expires=written))
    assert alert.infos[0].expires == moment
    assert codes_of(alert.notes) == ({note} if note else set())
    assert alert.sent.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("written", "codes", "noted"),
    [
        ("520102000000,520102000000", (520102000000,), False),
        ("520102", (520102000000,), False),
        ("520102001，520102002", (520102001000, 520102002000), False),
        ("441900003000", (441900003000,), False),
        ("520000003000", (), True),  # a township of no prefecture
        ("520102000005", (), True),
        ("099999000000", (), True),
        ("5201020", (), True),
        ("五二〇一〇二", (), True),
        ("", (), False),
    ],
)
def test_division_codes(written: str, codes: tuple[int, ...], noted: bool) -> None:
    alert = parse(gbt("n1", codes=written))
    assert alert.infos[0].codes == codes
    assert ("geocode_unknown" in codes_of(alert.notes)) is noted


def test_all_clear_is_a_cancel() -> None:
    data = sample("cap_snow_and_icing.xml").replace(
        b"<category>Met</category>", b"<category>Met</category><responseType>AllClear</responseType>"
    )
    assert [info.event for info in parse(data).infos] == ["road_icing"], "one event is over, the other goes on"
    icing = "<event>道路结冰</event>".encode()
    alert = parse(data.replace(icing, icing + b"<responseType>AllClear</responseType>"))
    assert alert.message_type is MessageType.CANCEL
    assert "all_clear_means_cancel" in codes_of(alert.notes)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (b"cap:1.2", b"cap:1.1", "old_version"),
        (b"<msgType>Update", b"<msgType>Error", "error_means_cancel"),
        (b"<status>Actual", b"<status>System", "system_means_test"),
        (b"<scope>Public", b"<scope>Restricted", "not_public"),
        (b"12.5</circle>", b"-1</circle>", "geometry_not_read"),
        (b"26.90,106.60", b"96.90,106.60", "geometry_not_read"),
        (b"12.5</circle>", b"nan</circle>", "geometry_not_read"),
        (b"</alert>", b"<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></alert>", "signature_not_checked"),
    ],
)
def test_oddities_are_noted(old: bytes, new: bytes, note: str) -> None:
    notes = codes_of(parse(sample("cap_snow_and_icing.xml").replace(old, new)).notes)
    assert note in notes
    assert notes <= set(NOTE_WORDS)


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (b"<msgType>Update", b"<msgType>Ack", "alerts.not_understood", "msgType"),
        (b"<msgType>Update", b"<msgType>", "alerts.missing_element", "msgType"),
        (b"<status>Actual", b"<status>Perhaps", "alerts.not_understood", "status"),
        (b"met@example.org<", b"<", "alerts.missing_element", "sender"),
        (b"<sent>2026-12-01T16:30:00+08:00", b"<sent>", "alerts.missing_element", "sent"),
        (b"<sent>2026-12-01T16:30:00+08:00", b"<sent>soon", "alerts.not_understood", "sent"),
        (b"<identifier>urn", b"<identifier>a b urn", "alerts.not_understood", "identifier"),
        (b"urn:oid:2.49.0.1.156.0.2026.12.1.8.30.0", b"", "alerts.missing_element", "identifier"),
        (b"<info>", b"<information>", "alerts.xml_broken", None),
    ],
)
def test_what_a_message_may_not_lack(old: bytes, new: bytes, code: str, field: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(sample("cap_snow_and_icing.xml").replace(old, new))
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("gbt_cancel.xml", Format.GBT), ("cap_snow_and_icing.xml", Format.CAP), ("simple_gale.json", Format.JSON)],
)
def test_detect(name: str, kind: Format) -> None:
    assert detect(sample(name)) is kind


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_chinese_encodings_are_read_when_declared(encoding: str) -> None:
    text = sample("gbt_cold_wave_orange_update.xml").decode()
    data = text.replace('encoding="UTF-8"', f'encoding="{encoding.upper()}"').encode("gb18030")
    assert parse(data).issuer == "示例市气象台"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    text = sample("gbt_cold_wave_orange_update.xml").decode()
    declared = text.replace('encoding="UTF-8"', 'encoding="UTF-16"') if encoding == "utf-16" else text
    assert parse(declared.encode(encoding)).issuer == "示例市气象台"


def test_emoji_controls_and_bidi_marks_are_cleaned() -> None:
    data = gbt("n1").replace("某地".encode(), "某地\u202e❄️\ufeff".encode())
    assert parse(data).infos[0].areas[0].text == "某地❄️"
