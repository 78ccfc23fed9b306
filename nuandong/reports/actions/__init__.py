"""The verbs of reports, one per file."""
