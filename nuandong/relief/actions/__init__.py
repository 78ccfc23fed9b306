"""Verbs of relief, one in each file."""
