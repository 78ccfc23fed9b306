"""Destroying a season's personal data after its assessment: kinds of data, their rows, the inventory, the work."""
