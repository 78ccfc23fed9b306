"""The journal events of seasons and county decisions."""
