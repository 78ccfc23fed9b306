"""The self-made certificate: made once, renewed in time, valid for the names people type."""

import stat
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography import x509

from nuandong.machine.certificate import ensure_certificate

NOW = datetime(2026, 12, 1, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def names(path: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return {str(n.value) for n in found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value}


def test_names_and_permissions(tmp_path: Path) -> None:
    certificate, key = ensure_certificate(tmp_path / "secrets", "10.1.2.3", NOW)
    assert {"localhost", "127.0.0.1", "10.1.2.3"} <= names(certificate)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_serving_on_every_address_names_this_machine(tmp_path: Path) -> None:
    certificate, _key = ensure_certificate(tmp_path, "0.0.0.0", NOW)
    assert "0.0.0.0" not in names(certificate)


@pytest.mark.parametrize(
    ("days", "host", "made_anew"),
    [(0, "h.example", False), (366, "h.example", False), (368, "h.example", True), (0, "other.example", True)],
)
def test_made_anew_only_when_needed(tmp_path: Path, days: int, host: str, made_anew: bool) -> None:
    certificate, _key = ensure_certificate(tmp_path, "h.example", NOW)
    before = certificate.read_bytes()
    ensure_certificate(tmp_path, host, NOW + timedelta(days=days))
    assert (certificate.read_bytes() != before) is made_anew


def test_a_damaged_certificate_is_replaced(tmp_path: Path) -> None:
    certificate, _key = ensure_certificate(tmp_path, "h.example", NOW)
    certificate.write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    ensure_certificate(tmp_path, "h.example", NOW)
    assert "h.example" in names(certificate)
