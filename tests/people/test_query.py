"""What is typed into the search box, and which keys are asked for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.errors import Invalid
from nuandong.people.keys import id_keys, name_keys, phone_keys
from nuandong.people.names import fold
from nuandong.people.query import MAX_PROBES, Query, Tier, parse_query


def asked(query: Query) -> list[tuple[str, ...]]:
    return [probe.keys for probe in query.probes]


@pytest.mark.parametrize(
    ("typed", "probe", "tier"),
    [
        ("王伟", ("name:王伟",), Tier.NAME),
        ("王伟", ("part:王伟",), Tier.PART),
        ("王瑋", ("name:王玮",), Tier.NAME),
        ("王伟", ("pin:wangwei",), Tier.SAME_PINYIN),
        ("王伟", ("snd:wan-wei",), Tier.SOUND),
        ("王秀英", ("part:王秀", "part:秀英"), Tier.PART),
        ("王", ("sur:王",), Tier.SURNAME),
        ("欧阳", ("sur:欧阳",), Tier.SURNAME),
        ("欧阳", ("part:欧阳",), Tier.PART),
        ("wangwei", ("pin:wangwei",), Tier.SAME_PINYIN),
        ("Wang Wei", ("pin:wangwei",), Tier.SAME_PINYIN),
        ("wang", ("spi:wang",), Tier.SURNAME),
        ("ww", ("ini:ww",), Tier.INITIALS),
        ("ＷＷ", ("ini:ww",), Tier.INITIALS),
        ("lyubu", ("pin:lvbu",), Tier.SAME_PINYIN),
        ("zhangshan", ("snd:zan-san",), Tier.SOUND),
        ("xian", ("snd:xian",), Tier.SOUND),
        ("xian", ("snd:xi-an",), Tier.SOUND),
        ("smith", ("pin:smith",), Tier.SAME_PINYIN),
        ("smith john", ("pin:smith", "pin:john"), Tier.SAME_PINYIN),
        ("王xm", ("ini:wxm", "sur:王"), Tier.INITIALS),
        ("王xiaoming", ("pin:wangxiaoming", "sur:王"), Tier.SAME_PINYIN),
        ("王小m", ("part:王小", "ini:wxm"), Tier.INITIALS),
        ("1234", ("id4:1234",), Tier.TAIL),
        ("1234", ("tel4:1234",), Tier.TAIL),
        ("123x", ("id4:123X",), Tier.TAIL),
        ("１２３４", ("id4:1234",), Tier.TAIL),
        ("13812345678", ("tel:13812345678",), Tier.PHONE),
        ("20261201-7K3QX", ("tmp:7K3QX",), Tier.TEMPORARY),
        ("7k3qx", ("tmp:7K3QX",), Tier.TEMPORARY),
        ("zhang", ("spi:zhang",), Tier.SURNAME),
        ("12345", ("tel:12345",), Tier.PHONE),
        ("王 1234", ("id4:1234", "sur:王"), Tier.SURNAME),
        ("王伟1234", ("tel4:1234", "name:王伟"), Tier.TAIL),
        ("ww 1234", ("id4:1234", "ini:ww"), Tier.INITIALS),
    ],
)
def test_a_probe_among_those_asked(typed: str, probe: tuple[str, ...], tier: Tier) -> None:
    assert (probe, tier) in [(one.keys, one.tier) for one in parse_query(typed).probes]


def test_closest_probes_come_first() -> None:
    tiers = [probe.tier for probe in parse_query("王伟").probes]
    assert tiers == sorted(tiers) == [Tier.NAME, Tier.PART, Tier.SAME_PINYIN, Tier.SOUND]


@pytest.mark.parametrize("typed", ["11010519491231002X", "11010519491231002x", " 110105 19491231002X".replace(" ", "")])
def test_a_whole_identity_number_is_looked_up_among_documents(typed: str) -> None:
    query = parse_query(typed)
    assert (query.number, asked(query)) == ("11010519491231002X", [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "search_empty"),
        ("   ", "search_empty"),
        ("***", "search_empty"),
        ("🙂", "search_empty"),
        ("12", "search_digits_few"),
        ("王 1", "search_digits_few"),
        ("王" * 61, "text_too_long"),
    ],
)
def test_a_query_that_asks_for_nothing_is_refused_with_advice(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_query(typed)
    assert refused.value.code == code
    assert refused.value.advice


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        query = parse_query(typed)
    except Invalid:
        return
    assert len(query.probes) <= MAX_PROBES
    assert query.probes or query.number
    assert all(probe.keys for probe in query.probes)


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)


@given(NAMES)
def test_who_types_the_name_finds_the_person_by_the_first_probe(name: str) -> None:
    assert set(parse_query(name).probes[0].keys) <= name_keys(name)


@given(NAMES)
def test_who_types_any_pair_of_neighbours_finds_the_person(name: str) -> None:
    folded = fold(name)
    for at in range(len(folded) - 1):
        assert any(set(probe.keys) <= name_keys(name) for probe in parse_query(folded[at : at + 2]).probes)


@given(NAMES, st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_name_and_tail_together_find_the_person(name: str, phone: str) -> None:
    held = name_keys(name) | phone_keys(phone) | id_keys("E" + phone)
    assert any(set(probe.keys) <= held for probe in parse_query(f"{name} {phone[-4:]}").probes)
