"""Payouts: planned, frozen, checked, released; what the bank answered, corrections, samples, registers."""
