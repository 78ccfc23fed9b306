"""Supplies: what lies where, receipt, transfer, issue at the counter, count."""
