"""Reports: what is owed, one of them, its numbers and their events, the acts on it, files to take along."""
