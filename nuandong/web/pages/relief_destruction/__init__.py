"""Destroying a season's personal data: assessed, approved, watched, and the register that comes back signed."""
