"""What passwords, PINs and one-time codes are like; no database."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512

from nuandong.kernel.errors import Invalid
from nuandong.org import passwords, phones, totp

# RFC 6238, appendix B: seed of 20, 32 and 64 bytes, eight digits.
SEED = b"12345678901234567890"
VECTORS = [
    (59, "94287082", "46119246", "90693936"),
    (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"),
    (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"),
    (20000000000, "65353130", "77737706", "47863826"),
]


@pytest.mark.parametrize(("seconds", "sha1", "sha256", "sha512"), VECTORS)
def test_codes_agree_with_the_vectors_of_rfc_6238(seconds, sha1, sha256, sha512):
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code_at(SEED, step, digits=8, algorithm=SHA1()) == sha1
    assert totp.code_at((SEED * 2)[:32], step, digits=8, algorithm=SHA256()) == sha256
    assert totp.code_at((SEED * 4)[:64], step, digits=8, algorithm=SHA512()) == sha512


AT = datetime(2026, 12, 1, 12, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "seconds_away", "good"),
    [
        ("the code on the phone now", 0, True),
        ("the phone half a minute slow", -30, True),
        ("the phone half a minute fast", 30, True),
        ("a minute slow is too much", -60, False),
        ("a minute fast is too much", 60, False),
    ],
)
def test_phone_clocks_may_drift_by_one_step(why, seconds_away, good):
    code = totp.code_at(SEED, totp.step_at(AT + timedelta(seconds=seconds_away)))
    assert (totp.matching_step(SEED, code, AT, after=0) is not None) is good


def test_a_step_once_accepted_is_never_good_again():
    step = totp.step_at(AT)
    assert totp.matching_step(SEED, totp.code_at(SEED, step), AT, after=step) is None
    assert totp.matching_step(SEED, totp.code_at(SEED, step + 1), AT, after=step) == step + 1


@pytest.mark.parametrize("junk", ["", "12345", "abcdef", "１２３４５６", "0" * 20])
def test_no_junk_is_a_code(junk):
    assert totp.matching_step(SEED, junk, AT, after=0) is None


def test_the_enrolment_address_names_the_account_and_the_key():
    address = totp.enrolment_uri(SEED, "zhou.xt", "暖冬")
    assert address.startswith("otpauth://totp/%E6%9A%96%E5%86%AC%3Azhou.xt?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&")


PASSWORDS = [
    ("nine characters", "ab3-ef6-h", "org.password_length"),
    ("ten characters", "ab3-ef6-hk", None),
    ("128 characters", "ab3-ef6-" * 16, None),
    ("129 characters", "ab3-ef6-" * 16 + "x", "org.password_length"),
    ("the user name inside", "my-Wang.Zb-77", "org.password_has_username"),
    ("the user name in full width", "my-ｗａｎｇ.ｚｂ-77", "org.password_has_username"),
    ("on everybody's list", "qwertyuiop1", "org.password_common"),
    ("a common word with digits", "Minzheng2026!", "org.password_common"),
    ("letters only", "abcdefghijkl", "org.password_simple"),
    ("four different characters", "aab1aab1aab1", "org.password_simple"),
    ("a phrase", "三条街 外有人 42", None),
]


@pytest.mark.parametrize(("why", "password", "code"), PASSWORDS)
def test_passwords_are_long_mixed_and_uncommon(why, password, code):
    if code is None:
        passwords.check_password(password, username="wang.zb")
        return
    with pytest.raises(Invalid) as refused:
        passwords.check_password(password, username="wang.zb")
    assert refused.value.code == code


def test_one_time_passwords_pass_their_own_rule_and_differ():
    made = {passwords.new_one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == 19 for password in made)


@pytest.mark.parametrize("pin", ["12345", "1234567", "12a456", "１２３４５６", "111111", "123456", "987654", "890123"])
def test_simple_or_malformed_pins_are_refused(pin):
    with pytest.raises(Invalid):
        passwords.check_pin(pin)


@pytest.mark.parametrize("pin", ["738291", "112233", "102030"])
def test_other_pins_are_taken(pin):
    passwords.check_pin(pin)


@pytest.mark.parametrize(
    ("typed", "stored", "masked"),
    [
        ("138 0000 1234", "13800001234", "138****1234"),
        ("+86-138-0000-1234", "13800001234", "138****1234"),
        ("１３８００００１２３４", "13800001234", "138****1234"),
        ("0851-85551234", "085185551234", "085****1234"),
        ("85551234", "85551234", "****234"),
    ],
)
def test_phones_are_normalised_and_masked(typed, stored, masked):
    assert phones.clean_phone(typed) == stored
    assert phones.mask_phone(stored) == masked


@pytest.mark.parametrize("typed", ["12345", "23800001234", "1380000123", "13800001234x"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(Invalid):
        phones.clean_phone(typed)
