"""One verb of the office per file."""
