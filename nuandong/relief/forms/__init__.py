"""Ledgers and official tables as data: library/forms, library/relief."""
