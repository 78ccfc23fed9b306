"""Files that mean harm or are no messages: refused quickly, with a code and with advice."""

import time

import pytest

from nuandong.alerts.formats import parse
from nuandong.kernel.errors import Invalid
from tests.alerts.samples import gbt, sample

_LAUGHS = (
    "<!DOCTYPE a [" + "<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
)
_GOOD = sample("gbt_cold_wave_blue.xml")
_JSON = '{"identifier": "1", "sender": "s", "sent": "2026-12-01T18:00:00Z", "event": "寒潮"%s}'

CORPUS: list[tuple[str, bytes, str]] = [
    ("billion laughs", (_LAUGHS + "]><alert>&l9;</alert>").encode(), "alerts.xml_forbidden"),
    (
        "quadratic blow-up",
        f"<!DOCTYPE a [<!ENTITY a '{'x' * 50_000}'>]><alert>{'&a;' * 5_000}</alert>".encode(),
        "alerts.xml_forbidden",
    ),
    (
        "external entity",
        b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><alert><identifier>&x;</identifier></alert>",
        "alerts.xml_forbidden",
    ),
    (
        "external parameter entity",
        b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.org/x.dtd'> %x;]><alert/>",
        "alerts.xml_forbidden",
    ),
    ("external document type", b"<!DOCTYPE alert SYSTEM 'http://example.org/a.dtd'><alert/>", "alerts.xml_forbidden"),
    ("empty document type", b"<!DOCTYPE alert><alert/>", "alerts.xml_forbidden"),
    ("undefined entity", b"<alert>&nothing;</alert>", "alerts.xml_broken"),
    ("deep nesting", b"<alert>" + b"<a>" * 100_000, "alerts.too_deep"),
    ("65 levels", b"<alert>" * 65 + b"</alert>" * 65, "alerts.too_deep"),
    ("many elements", b"<alert>" + b"<a/>" * 20_001 + b"</alert>", "alerts.too_many"),
    ("many blocks", _GOOD.replace(b"</alert>", b"<info/>" * 60 + b"</alert>"), "alerts.too_many"),
    ("many codes", gbt("n1", codes=",".join(str(520102000000 + n * 1000) for n in range(6_000))), "alerts.too_many"),
    ("10 MB", b"<alert>" + b"x" * 10_000_000 + b"</alert>", "alerts.too_big"),
    ("long description", _GOOD.replace("请注意防范".encode(), "冷".encode() * 12_000), "text_too_long"),
    ("nothing", b"", "alerts.empty"),
    ("spaces", b" \r\n\t ", "alerts.empty"),
    ("only a declaration", b"<?xml version='1.0'?>", "alerts.empty"),
    ("emoji", "❄️🥶".encode(), "alerts.not_a_message"),
    ("words", "今晚很冷".encode(), "alerts.not_a_message"),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "alerts.not_text"),
    ("NUL inside", _GOOD.replace("请注意".encode(), b"\x00"), "alerts.not_text"),
    ("control character reference", _GOOD.replace("请注意".encode(), b"&#1;"), "alerts.xml_broken"),
    ("GBK called UTF-8", _GOOD.decode().encode("gbk"), "alerts.not_text"),
    ("UTF-8 called UTF-7", _GOOD.replace(b"UTF-8", b"UTF-7"), "alerts.not_text"),
    ("unknown encoding", _GOOD.replace(b"UTF-8", b"EBCDIC-CP-BE"), "alerts.not_text"),
    ("UTF-16 without a mark", _GOOD.decode().encode("utf-16-le"), "alerts.not_text"),
    ("half a surrogate", b"\xff\xfe<\x00\x00\xd8", "alerts.not_text"),
    ("cut in the middle", _GOOD[: len(_GOOD) // 2], "alerts.xml_broken"),
    ("two roots", _GOOD + b"<alert/>", "alerts.xml_broken"),
    ("web page", b"<html><body>404</body></html>", "alerts.not_a_message"),
    ("foreign namespace", b"<alert xmlns='urn:other'/>", "alerts.not_a_message"),
    ("two messages", b"<alerts><alert/><alert/></alerts>", "alerts.several_messages"),
    ("JSON cut", b'{"identifier": "1", ', "alerts.json_broken"),
    ("JSON list", b'[{"identifier": "1"}]', "alerts.several_messages"),
    ("JSON deep", b"[" * 100_000, "alerts.too_deep"),
    ("JSON deep objects", b'{"a":' * 65 + b"1" + b"}" * 65, "alerts.too_deep"),
    ("JSON wide", b'{"identifier": [' + b"1," * 30_000 + b"1]}", "alerts.too_many"),
    ("JSON long number", (_JSON % f', "x": {"9" * 5_000}').encode(), "alerts.json_broken"),
    ("JSON NaN", (_JSON % ', "x": NaN').encode(), "alerts.not_understood"),
    ("JSON name twice", (_JSON % ', "event": "大风"').encode(), "alerts.not_understood"),
    ("JSON object for text", (_JSON % ', "level": {"a": 1}').encode(), "alerts.not_understood"),
    ("JSON infos no list", (_JSON % ', "infos": "x"').encode(), "alerts.not_understood"),
    ("JSON of something else", b'{"weather": "cold"}', "alerts.not_a_message"),
    (
        "JSON without event",
        b'{"identifier": "1", "sender": "s", "sent": "2026-12-01T18:00:00Z"}',
        "alerts.missing_element",
    ),
    ("JSON lone surrogate", (_JSON % ', "type": "\\ud800"').encode(), "alerts.not_understood"),
]


@pytest.mark.parametrize(("data", "code"), [row[1:] for row in CORPUS], ids=[row[0] for row in CORPUS])
def test_refused(data: bytes, code: str) -> None:
    started = time.process_time()
    with pytest.raises(Invalid) as refusal:
        parse(data)
    assert refusal.value.code == code
    assert refusal.value.advice
    assert str(refusal.value)
    assert time.process_time() - started < 2  # seconds of the processor: entities and expressions must not explode


def test_the_good_message_behind_the_corpus_is_accepted() -> None:
    """The variants above are refused for what was done to them, not for what they started from."""
    assert parse(_GOOD).infos
    assert parse((_JSON % "").encode()).infos
    assert parse(b"<?xml version='1.0'?>" + gbt("n1")).infos
