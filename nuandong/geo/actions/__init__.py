"""The verbs of this module, one file each."""
