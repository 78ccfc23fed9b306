"""Nuandong (暖冬): plans become obligations, acts become events, compliance derives from events."""

__version__ = "0.1.0"
