"""A certificate of our own making for `serve --tls`: phones give pages camera and location only over HTTPS.

It serves trial runs and closed office networks; in production a proxy with a real certificate stands in front.
"""

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nuandong.machine.folders import write_file

# Browsers refuse certificates that run longer than this.
_DAYS = 397
_RENEW_DAYS = 30


def ensure_certificate(folder: Path, host: str, now: datetime) -> tuple[Path, Path]:
    """Paths of certificate and key in `folder`, made anew when missing, soon to expire, or not valid for `host`."""
    certificate, key = folder / "tls.crt", folder / "tls.key"
    if not (key.is_file() and _good(certificate, host, now)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(certificate, key, host, now)
    return certificate, key


def _good(path: Path, host: str, now: datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    return found.not_valid_after_utc > now + timedelta(days=_RENEW_DAYS) and all(n in names for n in _names(host))


def _make(certificate: Path, key: Path, host: str, now: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nuandong (self-signed)")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_file(key, secret.decode("ascii"), mode=0o600)
    write_file(certificate, made.public_bytes(serialization.Encoding.PEM).decode("ascii"), mode=0o644)


def _names(host: str) -> list[x509.GeneralName]:
    """What browsers may call this machine: localhost, its name, and the address it serves on."""
    words = ["localhost", "127.0.0.1", "::1", os.uname().nodename]
    words += _own_addresses() if host in {"0.0.0.0", "::"} else [host]  # noqa: S104  compared, not bound
    return [_general_name(word) for word in dict.fromkeys(words) if word]


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(os.uname().nodename, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return sorted({str(address[0]).partition("%")[0] for *_rest, address in found})


def _general_name(word: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(word))
    except ValueError:
        return x509.DNSName(word)
