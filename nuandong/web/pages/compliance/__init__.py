"""Compliance: how every duty stands in every division, each number opened down to the events that prove it."""
