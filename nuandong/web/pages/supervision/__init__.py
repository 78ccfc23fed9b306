"""Draws, unannounced visits, and what they found."""
