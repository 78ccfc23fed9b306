"""Archives of relief: a village's papers of a season as one file."""
