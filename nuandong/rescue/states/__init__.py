"""States of the things of this module: one table of transitions per file."""
