"""Bulletins that were published to units: read, signed for, withdrawn."""
