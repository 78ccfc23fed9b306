"""The journal events of archives, audits and the destruction of personal data."""
