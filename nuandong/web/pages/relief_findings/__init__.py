"""Integrity findings, declared kin, and the auditor's queries."""
