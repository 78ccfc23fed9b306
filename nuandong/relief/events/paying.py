"""The journal events of payouts, bank files, results and sample checks."""
