"""The verbs of this module, one per file."""
