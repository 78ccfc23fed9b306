"""Sealed values open in their own place, with their own key, and nowhere else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from typer.testing import CliRunner

from nuandong.cli import keys as command
from nuandong.kernel.crypto import CryptoError
from nuandong.kernel.keyring import Keyring
from nuandong.vault import api as vault
from nuandong.vault import sealing
from nuandong.vault.datakeys import data_cipher, destroy_season
from tests.cast import NOW

ROW, OTHER = UUID(int=1), UUID(int=2)
Place = tuple[str, str, UUID]
HERE: Place = ("people_person", "name_sealed", ROW)


@pytest.fixture
def own_keys(tmp_path: Path, settings: LazySettings) -> Path:
    """A key file of the test's own."""
    settings.NUANDONG_KEY_FILE = tmp_path / "keys.json"
    sealing.keyring.cache_clear()
    sealing.create_key_file()
    yield settings.NUANDONG_KEY_FILE
    sealing.keyring.cache_clear()


def test_a_value_opens_in_its_place(own_keys: Path) -> None:
    sealed = vault.seal(*HERE, "王秀英")
    assert "王秀英".encode() not in sealed
    assert vault.open_sealed(*HERE, sealed) == "王秀英"
    assert vault.seal(*HERE, "王秀英") != sealed


def test_a_column_is_sealed_as_its_values_are_one_by_one(own_keys: Path) -> None:
    told = {str(ROW): "王秀英", str(OTHER): "王秀英"}
    sealed = vault.seal_many(*HERE[:2], list(told), list(told.values()))
    assert [vault.open_sealed(*HERE[:2], row, one) for row, one in zip((ROW, OTHER), sealed, strict=True)] == [
        *told.values()
    ]
    assert len({one[6:18] for one in sealed}) == 2, "no nonce twice"
    with pytest.raises(CryptoError):
        vault.open_sealed(*HERE, sealed[1])
    assert vault.seal_many(*HERE[:2], [], []) == []


@pytest.mark.parametrize(
    "place",
    [
        ("people_household", "name_sealed", ROW),
        ("people_person", "phone_sealed", ROW),
        ("people_person", "name_sealed", OTHER),
    ],
)
def test_moved_elsewhere_it_does_not_open(own_keys: Path, place: Place) -> None:
    with pytest.raises(CryptoError):
        vault.open_sealed(*place, vault.seal(*HERE, "王秀英"))


@pytest.mark.parametrize(
    "harm",
    [
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[:20] + bytes([sealed[20] ^ 128]) + sealed[21:],
        lambda _sealed: b"",
    ],
    ids=["last byte", "cut short", "a bit in the middle", "nothing"],
)
def test_a_changed_value_is_refused(own_keys: Path, harm: Callable[[bytes], bytes]) -> None:
    with pytest.raises(CryptoError):
        vault.open_sealed(*HERE, harm(vault.seal(*HERE, "王秀英")))


def test_without_the_file_nothing_opens_and_the_refusal_says_what_to_restore(own_keys: Path) -> None:
    sealed = vault.seal(*HERE, "王秀英")
    own_keys.unlink()
    sealing.keyring.cache_clear()
    with pytest.raises(CryptoError) as refused:
        vault.open_sealed(*HERE, sealed)
    assert refused.value.code == "keyring_missing"


def test_equal_texts_of_one_purpose_are_found_and_others_are_not(own_keys: Path) -> None:
    assert vault.blind("phone", "19900001234") == vault.blind("phone", "19900001234")
    assert vault.blind("phone", "19900001234") != vault.blind("caller", "19900001234")
    assert len(vault.blind("phone", "19900001234")) == 16


def test_a_key_taken_into_use_elsewhere_opens_here_and_old_values_stay_readable(own_keys: Path) -> None:
    old = vault.seal(*HERE, "王秀英")
    said = CliRunner().invoke(command.app, ["rotate"])
    assert said.exit_code == 0, said.output
    assert len(Keyring.load(own_keys).key_ids) == 2
    newer = Keyring.load(own_keys).seal("李国强".encode(), sealing.aad(*HERE))
    assert vault.open_sealed(*HERE, newer) == "李国强"
    assert vault.open_sealed(*HERE, old) == "王秀英"
    assert vault.seal(*HERE, "x")[:6] == newer[:6], "the key read anew seals from now on"


@pytest.mark.django_db
def test_a_destroyed_season_opens_no_more(owner_db: None) -> None:
    season = vault.season_of(NOW)
    sealed = data_cipher(season, now=NOW).seal(b"words", aad=b"here")
    assert data_cipher(season).open(sealed, aad=b"here") == b"words"
    destroy_season(season, now=NOW + timedelta(days=2000))
    with pytest.raises(CryptoError) as refused:
        data_cipher(season, now=NOW)
    assert refused.value.code == "vault.season_destroyed"
