"""Tasks given to units, work they record, and who is late."""
