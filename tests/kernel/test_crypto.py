"""Official vectors, then the promises of the sealed form and of the key file."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.kernel.crypto import (
    OVERHEAD_BYTES,
    Algorithm,
    BlindAlgorithm,
    Cipher,
    CryptoError,
    blinds,
    keyed_hash,
    new_key,
    seal,
    unseal,
)
from nuandong.kernel.keyring import Keyring

ALGORITHMS = list(Algorithm)
VECTORS = [
    pytest.param(
        Algorithm.AES_256_GCM,
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
        id="GCM specification, test case 16",
    ),
    pytest.param(
        Algorithm.SM4_GCM,
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8,
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
        id="RFC 8998, appendix A.1",
    ),
]


@pytest.mark.parametrize(("algorithm", "key", "nonce", "plain", "aad", "out"), VECTORS)
def test_official_vectors(algorithm: Algorithm, key: str, nonce: str, plain: str, aad: str, out: str) -> None:
    cipher = Cipher(algorithm, bytes.fromhex(key))
    made = cipher.encrypt(bytes.fromhex(nonce), bytes.fromhex(plain), bytes.fromhex(aad))
    assert made.hex() == out
    assert cipher.decrypt(bytes.fromhex(nonce), made, bytes.fromhex(aad)).hex() == plain


def test_hmac_sha256_is_that_of_rfc_4231() -> None:
    assert keyed_hash(BlindAlgorithm.HMAC_SHA256, b"\x0b" * 20, b"Hi There").hex() == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )


def test_hmac_sm3_is_built_from_sm3_by_rfc_2104() -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python's OpenSSL has no SM3 to compare with")
    key, message = b"\x0b" * 20, b"Hi There"
    padded = key.ljust(64, b"\0")
    inner = hashlib.new("sm3", bytes(byte ^ 0x36 for byte in padded) + message).digest()
    outer = hashlib.new("sm3", bytes(byte ^ 0x5C for byte in padded) + inner).hexdigest()
    assert keyed_hash(BlindAlgorithm.HMAC_SM3, key, message).hex() == outer


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(plain=st.binary(max_size=300), aad=st.binary(max_size=60))
def test_there_and_back(algorithm: Algorithm, plain: bytes, aad: bytes) -> None:
    cipher = Cipher(algorithm, b"k" * algorithm.key_bytes)
    sealed = seal(cipher, b"key1", plain, aad)
    assert len(sealed) == len(plain) + OVERHEAD_BYTES
    assert unseal(cipher, sealed, aad) == plain


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_same_text_never_seals_alike(algorithm: Algorithm) -> None:
    cipher = Cipher(algorithm, new_key(algorithm))
    assert len({seal(cipher, b"key1", b"x", b"") for _ in range(100)}) == 100


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_changed_byte_is_noticed(algorithm: Algorithm) -> None:
    cipher = Cipher(algorithm, new_key(algorithm))
    sealed = seal(cipher, b"key1", "王小明".encode(), b"people_person|name|1")
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(CryptoError):
            unseal(cipher, bytes(broken), b"people_person|name|1")


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys.json")


@pytest.mark.parametrize(
    ("spoil", "aad", "code"),
    [
        (lambda sealed: sealed, b"there", "crypto_not_authentic"),
        (lambda sealed: sealed[:-1], b"here", "crypto_not_authentic"),
        (lambda sealed: sealed[: OVERHEAD_BYTES - 1], b"here", "crypto_truncated"),
        (lambda sealed: b"", b"here", "crypto_truncated"),
        (lambda sealed: b"\x02" + sealed[1:], b"here", "crypto_format"),
        (lambda sealed: sealed[:1] + b"\x09" + sealed[2:], b"here", "crypto_format"),
        (lambda sealed: sealed[:1] + b"\x02" + sealed[2:], b"here", "crypto_unknown_key"),
        (lambda sealed: sealed[:2] + bytes(4) + sealed[6:], b"here", "crypto_unknown_key"),
    ],
)
def test_refusals_say_why(ring: Keyring, spoil, aad: bytes, code: str) -> None:
    sealed = ring.seal(b"a secret long enough", b"here")
    assert ring.open(sealed, b"here") == b"a secret long enough"
    with pytest.raises(CryptoError) as refused:
        ring.open(spoil(sealed), aad)
    assert refused.value.code == code


def test_another_systems_value_names_the_missing_key(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring.create(tmp_path / "other.json")
    with pytest.raises(CryptoError) as refused:
        ring.open(other.seal(b"x", b""), b"")
    assert refused.value.params["key_id"] == other.active


def test_rotation_keeps_old_values_open(ring: Keyring, tmp_path: Path) -> None:
    old = ring.seal(b"before", b"")
    hashed = ring.blind("name", "王小明")
    first, second = ring.active, ring.rotate(Algorithm.SM4_GCM)
    new = ring.seal(b"after", b"")
    again = Keyring.load(tmp_path / "keys.json")
    assert again.key_ids == (first, second)
    assert again.active == second
    assert (new[1], old[1]) == (Algorithm.SM4_GCM, Algorithm.AES_256_GCM)
    assert (again.open(old, b""), again.open(new, b"")) == (b"before", b"after")
    assert again.blind("name", "王小明") == hashed
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_create_never_overwrites(ring: Keyring, tmp_path: Path) -> None:
    before = (tmp_path / "keys.json").read_bytes()
    with pytest.raises(CryptoError) as refused:
        Keyring.create(tmp_path / "keys.json")
    assert refused.value.code == "keyring_exists"
    assert (tmp_path / "keys.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def _without(name: str):
    def spoil(path: Path) -> None:
        content = json.loads(path.read_text())
        del content[name]
        path.write_text(json.dumps(content))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.unlink(), "keyring_missing"),
        (lambda path: path.chmod(0o640), "keyring_exposed"),
        (lambda path: path.write_text("{"), "keyring_damaged"),
        (lambda path: path.write_text("[]"), "keyring_damaged"),
        (lambda path: path.write_text(path.read_text().replace("AES_256_GCM", "ROT13")), "keyring_damaged"),
        (lambda path: path.write_text(path.read_text().replace("AES_256_GCM", "SM4_GCM")), "keyring_damaged"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "keyring_damaged"),
        *((_without(name), "keyring_damaged") for name in ("format", "active", "keys", "blind")),
    ],
)
def test_unusable_key_files(ring: Keyring, tmp_path: Path, spoil, code: str) -> None:
    path = tmp_path / "keys.json"
    Keyring.load(path)
    spoil(path)
    with pytest.raises(CryptoError) as refused:
        Keyring.load(path)
    assert refused.value.code == code


def test_keys_stay_out_of_sight(ring: Keyring, tmp_path: Path) -> None:
    content = json.loads((tmp_path / "keys.json").read_text())
    assert content["keys"][0]["key"] not in repr(ring) + str(vars(ring)["_ciphers"])


@pytest.mark.parametrize("algorithm", list(BlindAlgorithm))
def test_blind_hashes(algorithm: BlindAlgorithm) -> None:
    key = b"b" * 32
    assert blinds(algorithm, key, "name", ["王伟", "王伟"]) == blinds(algorithm, key, "name", ["王伟"]) * 2
    assert {len(one) for one in blinds(algorithm, key, "name", ["王伟", ""])} == {16}
    asked = [(key, "name", ["王伟", "王玮"]), (key, "phone", ["王伟"]), (b"c" * 32, "name", ["王伟"])]
    assert len({one for k, purpose, texts in asked for one in blinds(algorithm, k, purpose, texts)}) == 4
    with pytest.raises(ValueError, match="NUL"):
        blinds(algorithm, key, "na\0me", ["x"])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_key_length_is_checked(algorithm: Algorithm) -> None:
    with pytest.raises(ValueError, match="bytes"):
        Cipher(algorithm, b"short")
