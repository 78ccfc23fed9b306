"""Measurements: each prints its numbers with the facts of the machine."""
